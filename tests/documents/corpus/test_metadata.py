"""What is known of an article: every key, and every way to get one wrong."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.model import Reference, Standing
from bot.documents.corpus.metadata import Metadata, Understood, from_options, parse, understood
from bot.documents.faults import Faulty

ODD = [
    "null", "~", "Null", "yes", "no", "on", "2021", "0x1F", "1e3", "1_000", "12:30:45", "2020-06-10",
    "2020-06-10T00:00Z", "---", "--- a", "...", "a: b", "a #b", "#a", "[a]", "{a}", "&a", "*a", "!a", "!!str a", "'a",
    '"a', "%a", "@a", "`a`", "-", "- a", "?", "? a", "|", ">", "=", "<<", ",", "a, b", "\\n", "a\tb", "\ufeffa",
    "\xa0", "👩🏽‍💻", "\U0010ffff", "\ufffe",
]  # fmt: skip
LINES = st.one_of(
    st.sampled_from(ODD),
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=40),
)
DAYS = st.dates().map(date.isoformat)
NAMES = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="#"), max_size=20).filter(
    str.strip
)
REFERENCES = st.one_of(NAMES, st.tuples(NAMES, st.integers(1, 999_999)).map(lambda pair: f"{pair[0]}#{pair[1]}"))
OPTIONS = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(("title", "publisher", "author", "collection", "owner"), LINES),
        **dict.fromkeys(("published", "updated", "in_force_from", "in_force_until", "review_by"), DAYS),
        **dict.fromkeys(("topics", "based_on"), st.lists(LINES, max_size=4)),
        "supersedes": st.lists(REFERENCES, max_size=3),
        "standing": st.sampled_from(Standing),
        "url": st.sampled_from(["https://x.org", "http://x.org/a?b=c#d", "https://xn--bcher-kva.example/ü"]),
    },
)


def fault(text: str) -> Faulty:
    with pytest.raises(Faulty) as caught:
        parse(text)
    return caught.value


@given(OPTIONS)
def test_what_is_written_as_yaml_is_read_back_the_same(options: dict[str, str | list[str]]) -> None:
    known = from_options(options)
    assert parse(known.as_yaml()) == known


@given(
    st.text(st.sampled_from("titlepubshedaurowc: \n\t-[]{}&*!|>'\"%#@`\\xUu0123456789ABF,?~<\ud7ff\x07"), max_size=60)
)
def test_no_text_whatsoever_raises_anything_but_a_fault(text: str) -> None:
    try:
        parse(text)
    except Faulty as caught:
        found = caught
    else:
        return
    assert 1 <= found.line <= text.count("\n") + 2
    assert found.what
    assert found.mend


def test_every_key_is_read() -> None:
    known = parse(
        "title: Leave\npublisher: Us\nauthor: Jo\npublished: 2024-03-01\nupdated: 2024-04-01\nurl: https://x.org/a\n"
        "topics: [leave, pay]\nkeywords: [quit]\ncollection: staff\nowner: People\nstanding: original\n"
        "based_on: [a law]\nin_force_from: 2024-05-01\nin_force_until: 2025-05-01\nreview_by: 2025-01-01\n"
        "supersedes: [old, older#2]\norigin: /srv/leave.docx\nfrom_source: site\nlang: de-AT\n"
    )
    assert known == Metadata(
        title="Leave",
        publisher="Us",
        author="Jo",
        published=date(2024, 3, 1),
        updated=date(2024, 4, 1),
        url="https://x.org/a",
        topics=("leave", "pay"),
        keywords=("quit",),
        collection="staff",
        owner="People",
        standing=Standing.ORIGINAL,
        based_on=("a law",),
        in_force_from=date(2024, 5, 1),
        in_force_until=date(2025, 5, 1),
        review_by=date(2025, 1, 1),
        supersedes=(Reference("old"), Reference("older", 2)),
        origin="/srv/leave.docx",
        from_source="site",
        language="de-AT",
    )
    assert known.model_fields_set == set(Metadata.model_fields)


@pytest.mark.parametrize(
    "text", ["", "\n\n", "# a comment", "---\n", "title:\nauthor: ~\ntopics: null\nurl: ''", "topics: []"]
)
def test_what_is_left_out_or_left_empty_is_unknown(text: str) -> None:
    assert parse(text) == Metadata()
    assert parse(text).as_yaml() == ""


@pytest.mark.parametrize("title", ["2021", "yes", "3.10", "2020-06-10", "0777", "1e3", "True", "12:30", "Ärger 👍"])
def test_a_title_is_read_as_it_is_typed(title: str) -> None:
    assert parse(f"title: {title}").title == title


@pytest.mark.parametrize(
    "quoted", ['"Leave: who may take it"', "'Leave: who may take it'", ">-\n  Leave: who may\n  take it"]
)
def test_a_title_may_hold_a_colon_if_it_is_quoted(quoted: str) -> None:
    assert parse(f"title: {quoted}").title == "Leave: who may take it"


def test_a_quoted_null_is_a_word() -> None:
    assert parse("title: 'null'\nauthor: \"~\"").title == "null"
    assert parse("title: 'null'\nauthor: \"~\"").author == "~"


def test_a_colon_in_an_unquoted_title_is_a_fault_on_its_line_that_says_how_to_mend_it() -> None:
    found = fault("author: Jo\ntitle: Leave: who may take it")
    assert found.line == 2
    assert "quoted if it holds a colon" in found.mend


def test_a_list_may_be_one_value_or_many_in_any_style_of_yaml() -> None:
    for text in (
        "topics: leave",
        "topics: [leave]",
        "topics:\n- leave",
        "topics:\n  - leave\n  -\n",
        "topics: [leave, '', ~]",
    ):
        assert parse(text).topics == ("leave",)


def test_an_unknown_key_is_ignored_and_told() -> None:
    assert parse("owner: Jo\nlayout: page\nsidebar: {a: b}") == Metadata(owner="Jo")
    assert understood({"owner": "Jo", "layout": "page"}) == Understood(Metadata(owner="Jo"), ("layout",))


@pytest.mark.parametrize(
    ("said", "key", "value"),
    [
        ({"date": "2024-03-01"}, "published", date(2024, 3, 1)),
        ({"date": "2024-03-01 23:30:00 +0200"}, "published", date(2024, 3, 1)),
        ({"date": "2024-03-01T23:30:00Z"}, "published", date(2024, 3, 1)),
        ({"date": "March 1, 2024"}, "published", date(2024, 3, 1)),
        ({"Date": "1st of March 2024"}, "published", date(2024, 3, 1)),
        ({"date": "Fri, 01 Mar 2024 10:00:00 GMT"}, "published", date(2024, 3, 1)),
        ({"date": "1. März 2024"}, "published", date(2024, 3, 1)),
        ({"date": "01.03.2024"}, "published", date(2024, 3, 1)),
        ({"date": "3/31/2024"}, "published", date(2024, 3, 31)),
        ({"last_modified_at": "2024-03-01"}, "updated", date(2024, 3, 1)),
        ({"lastmod": "2024-03-01"}, "updated", date(2024, 3, 1)),
        ({"effective-date": "2024-03-01"}, "in_force_from", date(2024, 3, 1)),
        ({"tags": "hr\nleave", "category": "people"}, "topics", ("hr", "leave", "people")),
        ({"tags": "hr, leave"}, "topics", ("hr", "leave")),
        ({"keywords": "quit, quitting, resign"}, "keywords", ("quit", "quitting", "resign")),
        ({"description": "How to leave, and when."}, "keywords", ("How to leave, and when.",)),
        ({"redirect_from": "/old/leave\n/older"}, "keywords", ("/old/leave", "/older")),
        ({"authors": "Jo\nAnn"}, "author", "Jo, Ann"),
        ({"canonical_url": "https://x.example/a"}, "url", "https://x.example/a"),
        ({"published": "2024-03-01", "date": "2023-01-01"}, "published", date(2024, 3, 1)),
    ],
)
def test_what_other_tools_call_our_keys_is_understood(said: dict[str, str], key: str, value: object) -> None:
    found = understood(said)
    assert (getattr(found.known, key), found.unknown, found.problems) == (value, (), ())


@pytest.mark.parametrize("value", ["2016", "15:07:41", "1591747200", "01/03/2024", "soon", "2024-02-30", "March 2024"])
def test_a_date_that_names_no_day_gives_none_and_is_told(value: str) -> None:
    found = understood({"date": value})
    assert (found.known.published, len(found.problems)) == (None, 1)


def test_what_a_site_says_to_itself_is_neither_used_nor_told() -> None:
    assert understood({"url": "/leave/", "published": "true", "draft": "false"}) == Understood(Metadata())


def test_a_draft_is_told() -> None:
    assert "draft" in understood({"draft": "true"}).problems[0]
    assert "draft" in understood({"published": "false"}).problems[0]


def test_a_mistake_in_what_decides_what_is_in_force_is_a_fault_with_its_line() -> None:
    for key, value in (("in_force_until", "soon"), ("standing", "old"), ("supersedes", "#3")):
        with pytest.raises(Faulty) as caught:
            understood({"title": "T", key: value}, {key: 3})
        assert caught.value.line == 3


@given(
    st.dictionaries(st.one_of(st.sampled_from(sorted(Metadata.model_fields)), LINES), st.text(max_size=40), max_size=5)
)
def test_no_keys_and_values_whatsoever_raise_anything_but_a_fault(said: dict[str, str]) -> None:
    with suppress(Faulty):
        understood(said)


@pytest.mark.parametrize("key", ["published", "updated", "in_force_from", "in_force_until", "review_by"])
@pytest.mark.parametrize(
    "value",
    ["20200610", "2020-W24-3", "2020-6-1", "1591747200", "10.06.2020", "June 2020", "2020", "2020-06",
     "2020-06-10T00:00:00", "2020-06-10 00:00:00", "2020-162", "-2020-06-10", "２０２０-06-10", "[2020-06-10]", "soon",
     "12020-06-10"],
)  # fmt: skip
def test_what_is_not_written_as_a_date_is_a_fault(key: str, value: str) -> None:
    found = fault(f"title: T\n{key}: {value}")
    assert (found.line, found.what) == (2, f"`{key}` is not a date")
    assert "YYYY-MM-DD" in found.mend


@pytest.mark.parametrize("value", ["2020-02-30", "2021-02-29", "2020-13-01", "2020-00-10", "0000-01-01"])
def test_a_day_that_never_was_is_a_fault(value: str) -> None:
    assert fault(f"published: {value}").what == "`published` is no day of the calendar"


def test_a_leap_day_is_a_day() -> None:
    assert parse("published: 2020-02-29").published == date(2020, 2, 29)
    assert parse("published: '2020-02-29'").published == date(2020, 2, 29)


@pytest.mark.parametrize(
    "value",
    ["x.org/a", "www.x.org", "javascript:alert(1)", "ftp://x.org", "https://", "https://a b", "'https://a\tb'",
     "mailto:a@x.org", "http:///a", "[https://x.org]"],
)  # fmt: skip
def test_what_is_no_web_address_is_a_fault(value: str) -> None:
    assert fault(f"url: {value}").what == "`url` is not a web address"


@pytest.mark.parametrize("value", ["copy", "Original", "unknown!", "[example]"])
def test_a_standing_is_one_of_five(value: str) -> None:
    found = fault(f"standing: {value}")
    assert found.what == "`standing` is not a standing"
    assert found.mend == "write one of original, republished, answer, example, unknown"


@pytest.mark.parametrize(
    "value", ["'#3'", "leave#0", "leave#-1", "leave#x", "leave#", "a#1#2", "leave#03", "leave#٣", "leave#1234567"]
)
def test_what_names_no_article_cannot_be_superseded(value: str) -> None:
    assert fault(f"supersedes: [{value}]").what == "`supersedes` is not a document"


def test_a_single_reference_needs_no_brackets_and_blanks_around_it_do_not_count() -> None:
    assert parse("supersedes: leave#2").supersedes == (Reference("leave", 2),)
    assert from_options({"supersedes": [" leave #2"]}).supersedes == (Reference("leave", 2),)


def test_a_key_said_twice_is_a_fault_on_its_second_line() -> None:
    found = fault("title: A\nauthor: Jo\ntitle: B")
    assert (found.line, found.what) == (3, "says `title` twice")
    assert fault("title:\ntitle: B").line == 2


@pytest.mark.parametrize("value", ["{a: b}", "[[a]]", "\n  a: b", "[{a: b}]", "\n- - a"])
def test_a_nested_value_is_a_fault(value: str) -> None:
    found = fault(f"title: T\ntopics: {value}")
    assert (found.line, found.what) == (2, "`topics` is nested")


@pytest.mark.parametrize("text", ["just text", "- a\n- b", "2021", "[a, b]", "'title: T'"])
def test_yaml_that_is_no_mapping_is_a_fault(text: str) -> None:
    assert fault(text).what == "holds no keys"


def test_a_key_that_is_no_word_is_a_fault() -> None:
    assert fault("title: T\n? [a, b]\n: c").what == "has a key that is no word"


@pytest.mark.parametrize("key", ["title", "publisher", "author", "collection", "owner"])
def test_a_text_is_one_value_on_one_line_and_faults_say_so_in_plain_words(key: str) -> None:
    assert fault(f"{key}: [a, b]").what == f"`{key}` is a list"
    assert fault(f"{key}: |\n  a\n  b").what == f"`{key}` is more than one line"
    assert fault(f"{key}: {'x' * 2_001}").what == f"`{key}` is longer than 2,000 characters"


@pytest.mark.parametrize("escape", ["\\e[31m", "\\0", "\\r", "\\x7f", "\\x9b", "\\n", "\\L", "\\P", "\\N", "\\uD800"])
def test_signs_that_steer_a_terminal_or_cannot_be_written_are_faults(escape: str) -> None:
    assert fault(f'publisher: Us\ntitle: "a{escape}b"').line == 2
    assert fault(f'topics: ["a{escape}b"]').line == 1


@pytest.mark.parametrize(
    "text",
    ["title: [", "title: 'a", 'title: "\\q"', "\ttitle: T", "title: T\n  author: Jo", "%FOO", "title: *a",
     "title: @a", 'title: "\\UFFFFFFFF"', 'title: "\\U00110000"', "%YAML 1." + "9" * 5_000 + "\n--- a", "--- a\n--- b",
     "title: !<%zz> a"],
)  # fmt: skip
def test_broken_yaml_is_a_fault_and_nothing_worse(text: str) -> None:
    assert "YAML" in fault(text).what


def test_the_line_of_broken_yaml_is_right_also_where_a_sign_is_not_allowed() -> None:
    assert fault("title: T\n\nauthor: a\x07b").line == 3
    with pytest.raises(Faulty) as caught:
        parse("title: T\nauthor: 'x", first_line=2)
    assert caught.value.line >= 3


def test_aliases_cannot_blow_up() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{new}: &{new} [*{old}, *{old}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert parse(bomb) == Metadata()
    assert "is nested" in fault("topics: &a [*a]").what
    assert parse("title: &a T\nowner: *a").owner == "T"


def test_lists_have_an_end() -> None:
    assert (
        fault(f"title: &a {'x' * 2_000}\ntopics: [{'*a, ' * 1_000}]").what
        == "`topics` is a list of more than 100 values"
    )


@pytest.mark.parametrize("text", ["[" * 700, "{a: " * 700, "- " * 40_000])
def test_deep_nesting_is_a_fault(text: str) -> None:
    assert fault(text).mend


def test_front_matter_has_a_largest_size() -> None:
    assert fault("# x\n" * 30_000).what == "has 120,000 characters of keys and values"


def test_yaml_tags_make_nothing_but_text() -> None:
    assert parse("title: !!python/object/apply:os.getcwd a").title == "!!python/object/apply:os.getcwd a".split()[1]


def test_options_are_read_like_a_file() -> None:
    known = from_options({"title": " T ", "published": "2024-03-01", "topics": ["a", " "], "supersedes": ["b#1"]})
    assert known == Metadata(title="T", published=date(2024, 3, 1), topics=("a",), supersedes=(Reference("b", 1),))


def test_an_empty_option_says_nothing() -> None:
    assert from_options({"title": "", "author": "  ", "topics": [""], "published": ""}).model_fields_set == set()


def test_a_bad_option_is_a_fault_without_a_line() -> None:
    with pytest.raises(Faulty) as caught:
        from_options({"published": "soon"})
    assert (caught.value.line, caught.value.what) == (0, "`published` is not a date")


def test_yaml_is_written_in_the_order_of_the_keys_and_only_what_is_known() -> None:
    known = from_options({"topics": ["a", "b: c"], "published": "2024-03-01", "title": "Leave: who"})
    assert known.as_yaml() == "title: 'Leave: who'\npublished: 2024-03-01\ntopics: [a, 'b: c']\n"
