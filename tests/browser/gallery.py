"""Every block and element that the playground accepts, with markup where people's words stand."""

from typing import Any

Json = dict[str, Any]

MARKUP = "<img src=x onerror=\"document.title='broken'\"><b>bold</b> & <script>1</script>"
"""What must stay text wherever it is shown."""


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def word(text: str, **style: bool) -> Json:
    return {"type": "text", "text": text, **({"style": style} if style else {})}


def options(*names: str) -> list[Json]:
    return [{"text": plain(name), "value": name.lower()} for name in names]


def part(kind: str, *elements: Json, **more: Any) -> Json:
    return {"type": f"rich_text_{kind}", "elements": list(elements), **more}


def button(text: str, **more: Any) -> Json:
    return {"type": "button", "text": plain(text), "action_id": text.lower().replace(" ", "_"), "value": "1", **more}


def confirm(title: str) -> Json:
    return {"title": plain(title), "text": mrkdwn("*Really?*"), "confirm": plain("Yes"), "deny": plain("No")}


def choice(kind: str, **more: Any) -> Json:
    return {"type": kind, "action_id": kind, **more}


RICH_TEXT: Json = {
    "type": "rich_text",
    "elements": [
        part(
            "section",
            word("plain "),
            word("bold", bold=True),
            word(" "),
            word("italic", italic=True),
            word(" "),
            word("struck", strike=True),
            word(" "),
            word("code", code=True),
            word(" "),
            word("underlined", underline=True),
            word(f" {MARKUP} "),
            {"type": "link", "url": "https://example.org/a?b=1", "text": "a link"},
            word(" "),
            {"type": "link", "url": "javascript:alert(1)", "text": "no link"},
            word(" "),
            {"type": "user", "user_id": "U0BEN"},
            word(" "),
            {"type": "channel", "channel_id": "C0POLICY"},
            word(" "),
            {"type": "broadcast", "range": "here"},
            word(" "),
            {"type": "usergroup", "usergroup_id": "S1"},
            word(" "),
            {"type": "team", "team_id": "T1"},
            word(" "),
            {"type": "emoji", "name": "wave", "unicode": "1f44b"},
            {"type": "emoji", "name": "own_emoji"},
            word(" "),
            {"type": "date", "timestamp": 1_591_776_000, "format": "{date_long}", "fallback": "10 June 2020"},
            word(" "),
            {"type": "color", "value": "#1f3a5f"},
        ),
        part("quote", word("The first line of a quotation.\nIts second line.")),
        part("section", {"type": "link", "url": "https://example.org/", "text": "A title"}, word(" · its publisher")),
        part("list", part("section", word("one")), part("section", word("two")), style="bullet"),
        part("list", part("section", word("inner")), style="bullet", indent=1),
        part("list", part("section", word("third")), style="ordered", offset=2),
        part("preformatted", word("let x = 1;\n  y")),
    ],
}
FEEDBACK: Json = {
    "type": "context_actions",
    "elements": [
        {
            "type": "feedback_buttons",
            "action_id": "helpful",
            "positive_button": {"text": plain("Helpful"), "value": "yes"},
            "negative_button": {"text": plain("Not helpful"), "value": "no"},
        },
        {"type": "icon_button", "icon": "trash", "text": plain("Remove"), "action_id": "remove", "value": "r"},
    ],
}
MENUS: Json = {
    "type": "actions",
    "elements": [
        choice("static_select", placeholder=plain("Topic"), options=options("Leave", "Travel")),
        choice("users_select", placeholder=plain("Who")),
        choice("conversations_select", placeholder=plain("Which conversation")),
        choice("channels_select", placeholder=plain("Which channel")),
        choice("multi_static_select", placeholder=plain("Topics"), options=options("Leave", "Travel", "Pay")),
        choice("multi_users_select", placeholder=plain("People")),
        choice("multi_conversations_select", placeholder=plain("Conversations")),
        choice("multi_channels_select", placeholder=plain("Channels")),
        choice("datepicker", placeholder=plain("As of"), initial_date="2020-06-10"),
        choice("timepicker", placeholder=plain("At"), initial_time="09:00"),
        choice("checkboxes", options=options("News", "Rules")),
        choice("radio_buttons", options=options("Short", "Long"), initial_option=options("Short")[0]),
    ],
}
MESSAGES: dict[str, list[Json]] = {
    "rich text": [RICH_TEXT],
    "texts": [
        {"type": "header", "text": plain("A header")},
        {
            "type": "section",
            "text": mrkdwn(
                "*bold* _italic_ ~struck~ `code` <https://example.org|link> <@U0BEN> &lt;b&gt;\n&gt; quoted"
            ),
            "accessory": {
                "type": "overflow",
                "action_id": "more",
                "options": [*options("First", "Second"), {"text": plain("Site"), "value": "s", "url": "https://x.org"}],
            },
        },
        {"type": "section", "fields": [mrkdwn("*Owner*\nPeople team"), plain("Review\nJune")]},
        {
            "type": "section",
            "text": plain(MARKUP),
            "accessory": {"type": "image", "image_url": "https://example.org/i.png", "alt_text": "a chart"},
        },
        {"type": "divider"},
        {
            "type": "context",
            "elements": [
                {"type": "image", "image_url": "https://example.org/i.png", "alt_text": "a logo"},
                mrkdwn("Newest source: *18 May 2021*"),
                plain("and more"),
            ],
        },
        {"type": "image", "image_url": "https://example.org/big.png", "alt_text": "a map", "title": plain("The map")},
        {
            "type": "video",
            "alt_text": "a film",
            "title": plain("The film"),
            "thumbnail_url": "https://example.org/t.png",
            "video_url": "https://example.org/v",
        },
        {
            "type": "markdown",
            "text": f"# Title\n\nSome **bold** and `code`, [a link](https://example.org) and {MARKUP}\n\n"
            "- one\n- two\n\n> quoted\n\n```\nx = 1\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
        },
    ],
    "buttons": [
        {
            "type": "actions",
            "elements": [
                button("Show"),
                button("Approve", style="primary"),
                button("Withdraw", style="danger", confirm=confirm("Withdraw it?")),
                button("Open", url="https://example.org/"),
            ],
        },
        FEEDBACK,
    ],
    "menus": [MENUS],
    "input": [
        {
            "type": "input",
            "block_id": "date",
            "label": plain("From when?"),
            "element": choice("datepicker"),
            "dispatch_action": True,
        }
    ],
}


def field(block_id: str, label: str, element: Json, **more: Any) -> Json:
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": element, **more}


MODAL: Json = {
    "type": "modal",
    "callback_id": "ask",
    "title": plain("Ask privately"),
    "submit": plain("Send"),
    "close": plain("Cancel"),
    "blocks": [
        {"type": "section", "text": mrkdwn("Only *you* see the answer.")},
        field("question", "Question", {"type": "plain_text_input", "action_id": "words"}, hint=plain("In your words")),
        field("notes", "Notes", {"type": "plain_text_input", "action_id": "n", "multiline": True}, optional=True),
        field("topic", "Topic", choice("static_select", options=options("Leave", "Travel")), optional=True),
        field("since", "Since", choice("datepicker"), optional=True),
        field("scope", "Scope", choice("checkboxes", options=options("News", "Rules")), optional=True),
        field("length", "Length", choice("radio_buttons", options=options("Short", "Long")), optional=True),
        field("where", "Where", choice("multi_channels_select"), optional=True),
    ],
}
HOME: Json = {
    "type": "home",
    "blocks": [
        {"type": "header", "text": plain("Welcome")},
        {"type": "section", "text": mrkdwn("Ten articles, the newest of *18 May 2021*.")},
        {"type": "actions", "elements": [button("Ask now", style="primary"), button("Show the newest")]},
        {"type": "divider"},
        {"type": "context", "elements": [mrkdwn("policybot quotes; it never paraphrases.")]},
    ],
}
