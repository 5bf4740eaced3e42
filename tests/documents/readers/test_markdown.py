"""What a reader of a Markdown file sees is what is read, whichever tool wrote it."""

import pytest

from bot.core.model import Mark, PassageKind
from bot.documents.blocks import BlockKind, Omission
from bot.documents.readers import registry
from tests.documents.drawn import drawn, reading, texts


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("Core hours are **10:00** to __15:00__, see the [portal](https://x.example/a) and `#people`.",
         "Core hours are 10:00 to 15:00, see the portal and #people."),
        ("See [the page][p] and <https://x.example>.\n\n[p]: https://x.example/p", "See the page and https://x.example."),
        ("One line\ngoes on.", "One line goes on."),
        ("One line  \nends.", "One line\nends."),
        ("One line<br>ends.", "One line\nends."),
        ("Tom &amp; Ann \\*not bold\\*", "Tom & Ann *not bold*"),
        ("By 31 March\n2027. The limit is\n500. Nobody may.", "By 31 March 2027. The limit is 500. Nobody may."),
        ("H<sub>2</sub>O and 5 m<sup>2</sup>", "H2O and 5 m²"),
        ("The 1<sup>st</sup> day", "The 1st day"),
        ("Read [[leave|the rules]] and [[Pets]] %%not this%% ==now== ^a1b2c3", "Read the rules and Pets now"),
        ("Pay {{ site.pay }} on {% include day.html %} time", "Pay on time"),
        ("Use the `{{ name }}` field", "Use the {{ name }} field"),
        ("See [this]({% page \"x/\"\n%}) page", "See this page"),
        ("Text of note\n{: .box}", "Text of note"),
        ("{.box}\nText of note", "Text of note"),
        ("Press ++ctrl+alt+s++, now :material-check:{ .ok } saved", "Press ctrl+alt+s, now saved"),
        ("Pay {++within++} {==ten==}{>>sure?<<} days", "Pay within ten days"),
        ("H~2~O, 5 m^2^ and ^^all^^ of it, ~5 to 6", "H2O, 5 m² and all of it, ~5 to 6"),
        ("Ask <Badge color={{a: 1}}>early</Badge>, {props.name ?? 'now'}{' '}please.", "Ask early, please."),
        ("The set {1, 2} is shown.", "The set {1, 2} is shown."),
        ("5 × 10<sup>6</sup> euros, 10<sup>-3</sup> of them", "5 × 10⁶ euros, 10⁻³ of them"),
        ("Owner: People\nReviewed: every May\n", "Owner: People Reviewed: every May"),
        ("Text.\n\nOwner: People\nReviewed: every May\n", "Owner: People\nReviewed: every May"),
        ("Text.\n\n**Owner:** People\n**Reviewed**: every May\n", "Owner: People\nReviewed: every May"),
    ],
)  # fmt: skip
def test_a_paragraph_is_the_words_that_a_reader_sees(written: str, seen: str) -> None:
    assert texts(written)[-1:] == [seen]


@pytest.mark.parametrize(
    "written",
    [
        "<!-- not this -->\n\nSaid.",
        "<!--\nnot\n\nthis\n-->\n\nSaid.",
        "{% comment %}not this{% endcomment %}\n\nSaid.",
        "{% include a.html %}\nSaid.",
        "```\nnot this\n```\n\nSaid.",
        "    not this\n\nSaid.",
        "import A from 'a.js'\n\nSaid.",
        "import {\n  A,\n} from 'a.js'\n\nSaid.",
        "export const a = {\n  b: 'it',\n\n  c: 2,\n}\n\nSaid.",
        "export const A = ({b}) => (\n  <p>not this</p>\n);\n\nSaid.",
        "{list.map((a) => (\n  <li>{a.not}</li>\n))}\n\n<A/>Said.",
        "{% highlight sql %}\nnot this\n{% endhighlight %}\n\nSaid.",
        "{{< mermaid >}}\nnot this\n{{< /mermaid >}}\n\nSaid.",
        "*[not]: this\n\nSaid.",
        '--8<-- "not/this.md"\n\nSaid.',
        "#not #this/here\n\nSaid.",
        "> [!INCLUDE [not](this.md)]\n\nSaid.",
        "{/* not this */}\n\nSaid.",
        '<span id="x"></span>\n\nSaid.',
        '<p style="display: none">not this</p>\n\nSaid.',
        "![a picture](a.png)\n\nSaid.",
        "[TOC]\n\nSaid.",
        "* toc\n{:toc}\n\nSaid.",
        "- [Not](#not)\n- [This](#this)\n  - [either](#either)\n\nSaid.",
        "[⬆ Back to top](#top)\n\nSaid.",
        "## On this page:\n\n- [Not](#not)\n- [This](#this)\n\nSaid.",
        "[Not](a.md) | [This](b.md) | [Either](c.md)\n\nSaid.",
    ],
)
def test_what_a_reader_does_not_see_is_not_said(written: str) -> None:
    assert [(each.text, each.context.words) for each in drawn(written)] == [("Said.", "")]


def test_what_is_left_out_is_listed_with_its_reason() -> None:
    read = reading("<!-- a -->\n\n{{ b }}\n\n```\nc\n```\n\n![d](d.png)\n")
    assert {(each.reason, each.text) for each in read.left_out} == {
        (Omission.COMMENT, "a"),
        (Omission.TEMPLATE, "{{ b }}"),
        (Omission.CODE, "c"),
        (Omission.PICTURE, "d"),
    }


def test_what_is_struck_out_is_a_mark_and_no_words() -> None:
    for struck in ("~~150 euros~~", "<del>150 euros</del>", "<s>150 euros</s>", "~150 euros~", "{--150 euros--}"):
        (block,) = reading(f"The allowance is {struck} 180 euros.").blocks
        assert (block.text, block.marks) == ("The allowance is 180 euros.", (Mark("struck", 17, "150 euros"),))


@pytest.mark.parametrize("mark", ["<sup>1</sup>", "¹", "[^1]", "<sup>[1]</sup>"])
def test_the_mark_of_a_note_stays_apart_from_the_number_before_it(mark: str) -> None:
    (block,) = reading(f"You get 30{mark} days.").blocks
    assert block.text == "You get 30 days."
    assert [(each.kind, each.at) for each in block.marks] == [("note", 10)]


def test_headings_of_both_kinds_have_their_level() -> None:
    blocks = reading("Title\n=====\n\nPart\n---\n\n### Deep {#id}\n").blocks
    assert [(each.kind, each.level, each.text) for each in blocks] == [
        (BlockKind.HEADING, 1, "Title"),
        (BlockKind.HEADING, 2, "Part"),
        (BlockKind.HEADING, 3, "Deep"),
    ]


def test_items_have_depths_and_ordered_ones_their_numbers() -> None:
    blocks = reading("3. a\n   - b\n4. c\n\n- [x] d\n").blocks
    assert [(each.text, each.level, each.label) for each in blocks] == [
        ("a", 1, "3."),
        ("b", 2, None),
        ("c", 1, "4."),
        ("d", 1, None),
    ]


def test_a_wrapped_item_is_one_item() -> None:
    assert texts("- Any other expense above $75 (This\n  threshold is $25)\n") == [
        "Any other expense above $75 (This threshold is $25)"
    ]


@pytest.mark.parametrize(
    "written",
    [
        "<details><summary>How?</summary>\n\nLike this.\n\n</details>",
        '!!! note "How?"\n    Like this.',
        ":::tip[How?]\nLike this.\n:::",
        "::: warning How?\nLike this.\n:::",
        "> [!faq] How?\n> Like this.",
        "How?\n: Like this.",
        "<dl><dt>How?</dt><dd>Like this.</dd></dl>",
        '<Tabs>\n<TabItem value={1} label="How?">\n\nLike this.\n\n</TabItem>\n</Tabs>',
        '<AccordionGroup>\n  <Accordion title="How?">\n    Like this.\n  </Accordion>\n</AccordionGroup>',
        '=== "How?"\n\n    Like this.',
        '??? question "How?"\n    Like this.',
        '{{< expand "How?" >}}\nLike this.\n{{< /expand >}}',
        '{{% tab title="How?" %}}\nLike this.\n{{% /tab %}}',
        '{% tabs %}\n{% tab title="How?" %}\nLike this.\n{% endtab %}\n{% endtabs %}',
        "> [!NOTE] How?\n> Like this.",
        "```{admonition} How?\n:class: tip\nLike *this*.\n```",
        ":::{tip} How?\nLike this.\n:::",
        "- How?\n\n    Like this.",
    ],
)
def test_a_titled_box_of_any_tool_has_its_title_as_context(written: str) -> None:
    (found,) = drawn(written)
    assert (found.text, found.context.headings) == ("Like this.", ("How?",))


def test_a_box_without_a_title_has_not_that_of_the_box_before_it() -> None:
    first, second = drawn("> [!warning] Never\n> Carry days over.\n\n> [!note]\n> Ask early.")
    assert (first.context.headings, second.context.headings) == (("Never",), ())


def test_what_a_component_is_titled_is_said_even_if_it_holds_nothing() -> None:
    assert texts('<Card title="Chairs" />\n\nA desk is paid for.') == ["Chairs", "A desk is paid for."]


def test_a_list_within_a_component_is_a_list() -> None:
    found = drawn("<Steps>\n1. Ask.\n2. Book.\n</Steps>\n\nDone.")
    assert [(each.text, each.context.label) for each in found] == [("Ask.", "1."), ("Book.", "2."), ("Done.", None)]


def test_elements_within_elements_without_end_are_read() -> None:
    assert texts("<A>\n" * 3_000 + "Said.\n")[-1].endswith("Said.")


def test_a_raw_table_is_read_by_its_rows_and_a_cell_over_two_rows_stands_in_both() -> None:
    blocks = reading("<table><tr><th>A<th>B<tr><td rowspan=2>x<td>1<tr><td>2</table>").blocks
    assert [(each.heads, each.cells) for each in blocks] == [(("A", "B"), ("x", "1")), (("A", "B"), ("x", "2"))]


def test_a_table_without_words_in_its_head_has_no_heads() -> None:
    (block,) = reading("| | |\n|---|---|\n| Days | 25 |\n").blocks
    assert (block.heads, block.cells) == ((), ("Days", "25"))


@pytest.mark.parametrize(
    ("front", "known"),
    [
        ("---\ntitle: 2021\ntags: [a, b]\nauthor:\n  name: Ann\n---\n",
         {"title": "2021", "tags": "a\nb", "author": "Ann"}),
        ('+++\ntitle = "T"\ndate = 2025-02-03\ndraft = false\n+++\n',
         {"title": "T", "date": "2025-02-03", "draft": "false"}),
        ('{\n "title": "T"\n}\n', {"title": "T"}),
        ("Title: T\nAuthor: Ann\n", {"Title": "T", "Author": "Ann"}),
        ("No: 12\nTitle: T\nStatus: Active,\n  not Final\n", {"No": "12", "Title": "T", "Status": "Active, not Final"}),
        ("---\ntitle: A: b\nlayout: page\n---\n", {"title": "A: b", "layout": "page"}),
    ],
)  # fmt: skip
def test_front_matter_of_any_tool_is_known_and_not_said(front: str, known: dict[str, str]) -> None:
    read = reading(f"{front}\nSaid.\n")
    assert (read.known, [each.text for each in read.blocks]) == (known, ["Said."])


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    assert texts("---\n\nFirst words.\n\n---\n\nMore.\n") == ["First words.", "More."]


def test_a_text_in_another_encoding_is_read_and_that_is_said() -> None:
    for encoding, name in (("cp1252", "Windows-1252"), ("utf-16", "UTF-16"), ("utf-16-le", "UTF-16")):
        read = registry.read("a.md", "Für alle.".encode(encoding))
        assert [each.text for each in read.blocks] == ["Für alle."]
        assert name in read.warnings[0]


def test_no_text_however_broken_makes_the_reader_fail() -> None:
    for text in (
        "</td></table>",
        "<table><td>",
        "<li>a<li>b",
        "[[",
        "{{",
        "{%",
        "<!--",
        "---\n",
        "~~a",
        "<div><p>a</div>b",
    ):
        reading(text)


def test_links_to_other_pages_in_a_list_are_said() -> None:
    assert texts("- [Leave](leave.md)\n- [Pay](pay.md)\n") == ["Leave", "Pay"]
    assert texts("See [the rates](#rates).\n") == ["See the rates."]


@pytest.mark.parametrize(
    "written",
    [
        '<div className="card">\n  Up to **5 days** in [May](x).\n</div>',
        "<p>Up to **5 days** in [May](x).</p>",
        "<Note>Up to **5 days** in [May](x).</Note>",
        "<Steps>\n  <Step>\n    Up to **5 days** in [May](x).\n  </Step>\n</Steps>",
        "<details>\n  <summary>When?</summary>\n  <div>\n    Up to **5 days** in [May](x).\n  </div>\n</details>",
    ],
)
def test_markdown_goes_on_in_the_elements_of_mdx(written: str) -> None:
    (found,) = drawn(f"import A from 'a'\n\n{written}\n", "a.mdx")
    assert (found.text, found.kind) == ("Up to 5 days in May.", PassageKind.PARAGRAPH)


def test_cells_of_a_table_in_mdx_are_markdown() -> None:
    table = "<table>\n  <thead><tr><th>Plan</th><th>Cost</th></tr></thead>\n  <tbody>\n    <tr><td>**Gold**</td>"
    (found,) = drawn(f"import A from 'a'\n\n{table}<td>`50` a month</td></tr>\n  </tbody>\n</table>\n", "a.mdx")
    assert (found.text, found.context.row) == ("Gold\t50 a month", ("Plan", "Cost"))


def test_lists_and_lines_in_components_that_are_set_in_are_read_as_such() -> None:
    steps = '<Steps>\n  <Step title="File">\n    File it:\n\n    - online\n    - on paper\n  </Step>\n</Steps>\n'
    assert texts(steps, "a.mdx") == ["online", "on paper"]
    tabs = '<Tabs>\n  <Tab value="US">Ten days.</Tab>\n  <Tab value="UK">Twenty days.</Tab>\n</Tabs>\n'
    found = drawn(tabs, "a.mdx")
    assert [(each.text, each.context.headings) for each in found] == [
        ("Ten days.", ("US",)),
        ("Twenty days.", ("UK",)),
    ]


def test_cards_of_a_grid_keep_what_stands_below_their_icons() -> None:
    grid = (
        '<div class="grid cards" markdown>\n\n-   :material-clock:{ .lg } __Quick__\n\n    ---\n\n    Log in.\n\n</div>'
    )
    (found,) = drawn(grid)
    assert (found.text, found.context.parents) == ("Log in.", ("Quick",))


def test_a_first_row_in_bold_below_empty_heads_has_the_heads() -> None:
    (found,) = drawn("|   |   |\n|---|---|\n| **Grade** | **Days** |\n| A | 10 |\n")
    assert (found.text, found.context.row) == ("A\t10", ("Grade", "Days"))


def test_a_head_over_all_columns_names_the_table_or_the_rows_below_it() -> None:
    rows = ("<th colspan=2>Rates</th>", "<th>City</th><th>Day</th>", "<td>Paris</td><td>50</td>",
            "<th colspan=2>Overseas</th>", "<td>Tokyo</td><td>70</td>")  # fmt: skip
    found = drawn("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
    assert [(each.text, each.context.row, each.context.headings, each.context.parents) for each in found] == [
        ("Paris\t50", ("City", "Day"), ("Rates",), ()),
        ("Tokyo\t70", ("City", "Day"), ("Rates",), ("Overseas",)),
    ]


def test_where_a_site_fills_in_a_value_a_gap_is_marked_within_a_sentence() -> None:
    for written in ("Up to {{ site.limit }} euros a year.", "<p>Up to {{ site.limit }} euros a year.</p>"):
        (block,) = reading(written).blocks
        assert (block.text, block.marks) == ("Up to euros a year.", (Mark("gap", 6, "…"),))
    (block,) = reading("import A from 'a'\n\nThe rate is {rate} %.", "a.mdx").blocks
    assert block.marks == (Mark("gap", 12, "…"),)
    for written in ("{{ icon }} Ask us.", "See [this]({{ base }}/x) page.", "{% include a.html %} Ask us."):
        assert all(not block.marks for block in reading(written).blocks)


def test_a_shortcode_that_shuts_itself_or_is_never_shut_titles_nothing_behind_it() -> None:
    for first in ('{{% tab header="Weeks" /%}}', '{{< tab header="Weeks" />}}', '{{< tab header="Weeks" >}}'):
        found = drawn(f'{first}\n{{{{% tab header="**US**" %}}}}\n12 weeks.\n{{{{% /tab %}}}}\n\nAfterwards.\n')
        assert found[-1].context.headings == ()
    assert found[0].text == "12 weeks."
    (boxed, _) = drawn('{{% tab header="**US**" %}}\n12 weeks.\n{{% /tab %}}\n\nAfterwards.\n')
    assert boxed.context.headings == ("US",)


def test_the_name_of_a_picture_at_the_end_of_a_line_introduces_nothing() -> None:
    assert drawn("We did it :tada:\n\nNow rest.\n")[-1].context.lead_in is None


MYST = """\
(place)=
{text}
:::{admonition} Hours
:class: tip
Ask us.
:::

% not this
"""


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("See {ref}`the rules <rules>` and {term}`core time`.\n", "See the rules and core time."),
        ("```{list-table} Fees\n:header-rows: 1\n\n* - Who\n  - Pays\n* - Staff\n  - a|b\n```\n", "Staff\ta|b"),
    ],
)
def test_what_sphinx_shows_of_myst_is_said_and_nothing_else(text: str, seen: str) -> None:
    first, second = drawn(MYST.replace("{text}", text))
    assert (first.text, second.text, second.context.headings) == (seen, "Ask us.", ("Hours",))
    assert first.context.row == (("Who", "Pays") if "\t" in seen else ())


@pytest.mark.parametrize("around", ["<aside>\n{}\n</aside>", "<div>\n<p>{}</p>\n</div>"])
def test_marks_within_elements_are_no_words(around: str) -> None:
    (found,) = drawn(around.format("Book **14 days** ahead by `fax` at [the desk](x), 2 &lt; 3."))
    assert found.text == "Book 14 days ahead by fax at the desk, 2 < 3."


def test_clauses_and_items_that_are_set_in_like_code_are_read() -> None:
    found = drawn("(a) Bring:\n\n    (i) a pass\n\n    (ii) a photo\n\n(b) Wait:\n\n    - a day\n    - a week\n")
    assert [(each.text, each.context.parents) for each in found] == [
        ("a pass", ("(a) Bring:",)),
        ("a photo", ("(a) Bring:",)),
        ("a day", ("(b) Wait:",)),
        ("a week", ("(b) Wait:",)),
    ]


def test_a_bold_line_at_the_top_of_a_paragraph_stands_by_itself() -> None:
    title, rule = reading("**Budget**\nYou have 250 pounds.\nSpend it well.\n").blocks
    assert (title.text, title.strong, rule.text) == ("Budget", True, "You have 250 pounds. Spend it well.")
    for sentence in ("**Note that it**\nis wrapped.", "**Never** push **it.**\nAsk.", "**It is** `x`\nNo."):
        assert len(reading(f"{sentence}\n").blocks) == 1


def test_what_is_nested_without_an_end_is_read_as_what_is_around_it() -> None:
    (words,) = texts("Parents get " + "<i>many <b>" * 10_000 + "weeks.")
    assert words.startswith("Parents get many many")
    assert words.endswith("many weeks.")


@pytest.mark.parametrize("piece", ["<div\n", "<a/", '<a x="', "<b=c "])
def test_tags_that_do_not_end_are_read_in_no_time(piece: str) -> None:
    texts("Parents get twelve weeks.\n\n" + piece * 10_000)


def test_a_paragraph_that_is_but_the_name_of_another_page_is_listed_and_not_said() -> None:
    read = reading("Ask.\n\n[Leave form](leave%20form%20a1.md)\n\n[The law](https://example.org/law.html)\n")
    assert [each.text for each in read.blocks] == ["Ask.", "The law"]
    assert [(each.reason, each.text) for each in read.left_out] == [(Omission.NAVIGATION, "Leave form")]
    assert texts("# Leave\n\n[Leave form](form.md)\n") == ["Leave form"]
