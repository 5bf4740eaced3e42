"""The forms of a hand-over: to ask a curator, to choose a passage, and to write an answer."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot.core.answering import citing
from bot.core.answering.display import above
from bot.core.answering.pins import hash_of
from bot.core.curation.hand_overs import LONGEST_ANSWER, LONGEST_TITLE
from bot.core.curation.requests import AskCurator, GiveAnswer
from bot.core.model import Passage
from bot.slack.api import kit
from bot.slack.api.kit import Block, said
from bot.slack.curation.hand_over_blocks import About
from bot.slack.payloads import Press, Submission
from bot.slack.quotation import title

ASK_FORM, SEARCH_FORM, WRITE_FORM = "ask_curator_form", "choose_passage_form", "write_answer_form"
USE = "use_passage"
LONGEST_NOTE, LONGEST_SHOWN, LONGEST_SEARCH = 500, 1_200, 300
WITHOUT_NAME = "without_name"
TELLS = "This goes to the curators’ channel, and their answer comes back {where}:"
NO_PASSAGE = "Nothing was found with these words."
DONE = "Thank you. The answer is on its way."
LISTS = "Each line is a paragraph. Lines that begin with a hyphen become a list. The asker reads it word for word."


@dataclass(frozen=True, slots=True)
class Asked:
    """What the button below an answer was pressed for."""

    words: str
    channel: str
    ts: str
    thread: str | None
    private: bool
    url: str

    @classmethod
    def pressed(cls, press: Press) -> "Asked":
        """Reads a press of the button."""
        words, inside = str(json.loads(press.value)["question"]), press.container
        # What is pressed in a view is seen by nobody else.
        private = inside.is_ephemeral or not press.place
        return cls(words, press.place, inside.message_ts, inside.thread_ts, private, press.response_url)

    @property
    def metadata(self) -> str:
        """How the form carries it."""
        return json.dumps(asdict(self), ensure_ascii=False)


def ask_form(asked: Asked, *, may_hide: bool) -> dict[str, Any]:
    """The form that hands a question over, and says who will see it."""
    is_direct = asked.channel.startswith("D")
    where = "here" if is_direct or not asked.private else "to you in a direct message"
    box = {
        "type": "checkboxes",
        "action_id": WITHOUT_NAME,
        "options": [{"text": kit.plain("Without my name"), "value": "yes"}],
    }
    quoted = kit.rich_text([kit.quote([kit.text(kit.one_line(asked.words))])])
    blocks = [
        said(TELLS.format(where=where)),
        quoted,
        _field("note", "Anything to add for them", _input("note", "", LONGEST_NOTE, multiline=True), optional=True),
        *([_field(WITHOUT_NAME, "Your name", box, optional=True)] if may_hide else []),
    ]
    return _form(ASK_FORM, "Ask a curator", asked.metadata, blocks, "Ask")


def read_asked(submitted: Submission) -> tuple[AskCurator, str, bool]:
    """What is to be handed over, the channel in which it was asked, and whether in private."""
    carried = json.loads(submitted.view.private_metadata)
    asked = AskCurator(
        carried["words"],
        carried["ts"],
        carried["url"],
        carried["thread"],
        is_named=not submitted.field(WITHOUT_NAME),
        note=(submitted.field("note") or "").strip(),
    )
    return asked, carried["channel"], carried["private"]


def search_form(about: About, passages: Sequence[Passage], searched: str = "") -> dict[str, Any]:
    """The form in which a curator chooses a passage: each whole, with a button, and a field to search for others."""
    field = _input("search", searched, LONGEST_SEARCH)
    blocks = [kit.rich_text([kit.section([kit.text(kit.one_line(about.question), bold=True)])])]
    blocks += [block for passage in passages for block in _passage(passage)] or [said(NO_PASSAGE)]
    blocks.append(_field("search", "Search for another passage", field))
    return _form(SEARCH_FORM, "Answer with a passage", about.value, blocks, "Search")


def write_form(about: About, text: str = "", collections: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The form in which a curator writes an answer; `collections` names those that it may be in, where there are any.

    `text` is what they have written already.
    """
    blocks = [
        kit.rich_text([kit.section([kit.text(kit.one_line(about.question), bold=True)])]),
        _field("title", "Title", _input("title", about.question, LONGEST_TITLE)),
        _field("text", "Answer", _input("text", text, LONGEST_ANSWER, multiline=True), hint=LISTS),
    ]
    if collections:
        options = [
            {"text": kit.plain(label[:75]), "value": name or "-"} for name, label in list(collections.items())[:100]
        ]
        menu = {"type": "static_select", "action_id": "collection", "options": options, "initial_option": options[0]}
        blocks.append(_field("collection", "Who may see it", menu))
    return _form(WRITE_FORM, "Write an answer", about.value, blocks, "Send")


def told_view(sentence: str) -> dict[str, Any]:
    """A view that says one thing."""
    return {"type": "modal", "title": kit.plain("Answer"), "close": kit.plain("Close"), "blocks": [said(sentence)]}


def read_chosen(press: Press) -> tuple[GiveAnswer, str]:
    """The passage that was chosen, and where the form was opened."""
    about, (article, number, words) = About.read(press.view.private_metadata), json.loads(press.value)
    return GiveAnswer(about.question, about.hand_over, str(article), int(number), str(words)), about.place


def read_written(submitted: Submission) -> tuple[GiveAnswer, str]:
    """What was written, and where the form was opened."""
    about = About.read(submitted.view.private_metadata)
    chosen = submitted.field("collection")
    written = GiveAnswer(
        about.question,
        about.hand_over,
        title=" ".join((submitted.field("title") or about.question).split())[:LONGEST_TITLE],
        text=(submitted.field("text") or "").strip(),
        collection=None if chosen in {None, "-"} else chosen,
    )
    return written, about.place


def _passage(passage: Passage) -> list[Block]:
    text = passage.text if len(passage.text) <= LONGEST_SHOWN else f"{passage.text[:LONGEST_SHOWN]}…"
    lines = [kit.section([kit.text(line, italic=True)]) for line in above(passage.context)]
    source = kit.section([title(passage.attribution), kit.text(f" · {citing.source(passage)}")])
    value = json.dumps([passage.attribution.article, passage.number, hash_of([passage])])
    spoken = f"Answer with paragraph {passage.number} of {citing.label(passage.attribution)}"
    return [
        kit.rich_text([*lines, kit.quote([kit.text(text)]), source]),
        kit.actions([kit.button("Answer with this", USE, value, spoken)]),
    ]


def _form(name: str, heading: str, metadata: str, blocks: list[Block], submit: str) -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": name,
        "private_metadata": metadata,
        "title": kit.plain(heading),
        "submit": kit.plain(submit),
        "close": kit.plain("Cancel"),
        "blocks": blocks,
    }


def _field(name: str, label: str, element: Block, *, hint: str = "", optional: bool = False) -> Block:
    more = {"hint": kit.plain(hint)} if hint else {}
    whole = {"type": "input", "block_id": name, "label": kit.plain(label), "element": element, "optional": optional}
    return {**whole, **more}


def _input(name: str, initial: str, longest: int, *, multiline: bool = False) -> Block:
    more = {"initial_value": initial[:longest]} if initial else {}
    return {"type": "plain_text_input", "action_id": name, "max_length": longest, "multiline": multiline, **more}
