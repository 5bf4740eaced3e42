"""A test collection is read as it stands, and what is wrong with it is told with file, line and remedy."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.errors import ConfigurationError
from bot.evaluation.collection import Asked, Gold
from bot.evaluation.reading import read
from tests.evaluation.conftest import CORPUS, QRELS, QUERIES, Lay, jsonl

WINDOWS_1252 = "Fünf Tage".encode("windows-1252")


def refusal(folder: Path) -> str:
    with pytest.raises(ConfigurationError) as refused:
        read(folder)
    return str(refused.value)


def test_passages_become_articles_in_the_order_of_the_corpus(lay: Lay) -> None:
    read_back = read(lay())
    assert [article.id for article in read_back.articles] == ["Leave#1", "Travel#1"]
    assert [[passage.number for passage in article.passages] for article in read_back.articles] == [[1, 2], [1, 2]]
    assert [article.attribution.title for article in read_back.articles] == ["Leave", "Travel"]


def test_every_passage_keeps_its_own_id_whatever_it_holds(lay: Lay) -> None:
    read_back = read(lay())
    assert {read_back.ids()[passage.reference]: passage.text for passage in read_back.passages.values()} == {
        line["_id"]: line["text"] for line in CORPUS
    }


def test_a_passage_without_an_article_is_an_article_of_its_own(lay: Lay) -> None:
    corpus = [{key: line[key] for key in ("_id", "text")} for line in CORPUS]
    assert [article.id for article in read(lay(corpus)).articles] == [line["_id"] for line in CORPUS]


def test_the_passages_of_an_article_need_not_stand_together(lay: Lay) -> None:
    read_back = read(lay([CORPUS[0], CORPUS[2], CORPUS[1], CORPUS[3]]))
    assert [article.id for article in read_back.articles] == ["Leave#1", "Travel#1"]
    assert read_back.passages["Leave#1 p2"].number == 2


def test_titles_that_differ_within_an_article_are_headings(lay: Lay) -> None:
    read_back = read(lay([CORPUS[0], {**CORPUS[1], "title": "Carrying over"}, CORPUS[2], {**CORPUS[3], "title": ""}]))
    leave, travel = read_back.articles
    assert (leave.attribution.title, [(passage.context.words or None) for passage in leave.passages]) == (
        None,
        ["Leave", "Carrying over"],
    )
    assert (travel.attribution.title, [(passage.context.words or None) for passage in travel.passages]) == (
        None,
        ["Travel", None],
    )


def test_an_article_without_a_title_is_cited_by_its_first_words(lay: Lay) -> None:
    read_back = read(lay([{**line, "title": None} for line in CORPUS]))
    assert read_back.articles[0].attribution.label == "Untitled, begins “Staff get leave. They get 25 days.…”"


def test_a_passage_without_text_is_left_out_as_there_is_nothing_to_quote(lay: Lay) -> None:
    read_back = read(lay([*CORPUS[:3], {**CORPUS[3], "text": " \n"}]))
    assert "Travel#1 p2" not in read_back.passages
    assert sum(len(article.passages) for article in read_back.articles) == 3
    assert read_back.questions[2].relevant == ("Travel#1 p2",)


def test_questions_know_what_answers_them(lay: Lay) -> None:
    first, second, third, fourth = read(lay()).questions
    assert (first.gold, second.answers, third.gold) == ((Gold("They get 25 days."),), ("March",), ())
    assert [each.relevant for each in (first, second)] == [("Leave#1 p1",), ("Leave#1 p2",)]
    assert [each.is_judged for each in (first, second, third, fourth)] == [True, True, True, False]
    assert [each.answerable for each in (first, second, third, fourth)] == [True, True, True, False]


def test_gold_sentences_come_as_a_list_or_by_passage(lay: Lay) -> None:
    listed = {**QUERIES[0], "gold_text": None, "gold_sentences": ["They get 25 days.", " "]}
    by_passage = {**QUERIES[1], "gold_text": "in March", "gold_sentences": {"Leave#1 p2": ["Unused days lapse."]}}
    first, second, *_ = read(lay(queries=[listed, by_passage, *QUERIES[2:]])).questions
    assert first.gold == (Gold("They get 25 days."),)
    assert second.gold == (Gold("in March"), Gold("Unused days lapse.", "Leave#1 p2"))


def test_a_question_that_nothing_is_known_of_is_neither_answerable_nor_not(lay: Lay) -> None:
    stray = {"_id": "q 9", "text": "Asked for another split"}
    question = read(lay(queries=[*QUERIES, stray])).questions[-1]
    assert question.answerable
    assert not question.is_judged


def test_what_a_question_is_said_to_be_outweighs_its_judgements(lay: Lay) -> None:
    queries = [{**QUERIES[0], "answerable": False}, *QUERIES[1:]]
    assert not read(lay(queries=queries)).questions[0].is_judged


def test_byte_order_marks_foreign_line_ends_and_blank_lines_change_nothing(lay: Lay, tmp_path: Path) -> None:
    plain = read(lay())
    folder = tmp_path / "small set"
    for file in (folder / "corpus.jsonl", folder / "queries.jsonl", folder / "qrels/test.tsv"):
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n") + b"\r\n")
    assert read(folder) == plain


def test_a_line_separator_inside_a_text_ends_no_line(lay: Lay) -> None:
    corpus = [{**CORPUS[0], "text": "Staff get leave.\u2028They get 25 days."}, *CORPUS[1:]]
    assert read(lay(corpus)).passages["Leave#1 p1"].text == "Staff get leave.\u2028They get 25 days."


def test_judgements_may_come_without_a_header_and_twice(lay: Lay) -> None:
    assert read(lay(qrels="\n".join((*QRELS, QRELS[0])).encode())).questions[1].grades == {
        "Leave#1 p2": 2,
        "Leave#1 p1": 0,
    }


def test_hidden_articles_that_the_corpus_lacks_are_passed_over(lay: Lay) -> None:
    assert read(lay(hidden=["Travel#1", "Travel#2"])).hidden == {"Travel#1"}


def test_no_list_of_hidden_articles_hides_none(lay: Lay) -> None:
    assert read(lay()).hidden == frozenset()


def test_the_collection_is_named_after_its_folder(lay: Lay) -> None:
    assert read(lay() / "qrels" / "..").name == "small set"


def test_a_folder_that_is_none_is_told_the_layout(tmp_path: Path) -> None:
    (tmp_path / "set.tar.xz").write_bytes(b"\xfd7zXZ")
    for path in (tmp_path / "nowhere", tmp_path / "set.tar.xz"):
        assert refusal(path) == (
            f"{path}: is not a folder; "
            "a test collection is a folder with corpus.jsonl, queries.jsonl and qrels/test.tsv"
        )


@pytest.mark.parametrize("name", ["corpus.jsonl", "queries.jsonl", "qrels/test.tsv"])
def test_a_missing_file_is_named(lay: Lay, name: str) -> None:
    folder = lay()
    (folder / name).unlink()
    assert refusal(folder).startswith(f"{folder / name}: is missing; a test collection is")


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_no_collection(lay: Lay, content: bytes) -> None:
    assert "corpus.jsonl: is empty; " in refusal(lay(corpus=content))


def test_no_questions_are_no_collection(lay: Lay) -> None:
    assert "queries.jsonl: is empty; " in refusal(lay(queries=b"\n"))


@pytest.mark.parametrize("qrels", [(), ("q 1\tLeave#1 p1\t0",), ("q 4\tLeave#1 p1\t1",)])
def test_judgements_that_call_nothing_relevant_are_no_collection(lay: Lay, qrels: tuple[str, ...]) -> None:
    assert "qrels/test.tsv: names no passage that answers a question; " in refusal(lay(qrels=qrels))


BROKEN = {
    "half an object": '{"_id": "x", "text": ',
    "a list": '["x"]',
    "no id": '{"text": "x"}',
    "an empty id": '{"_id": "", "text": "x"}',
    "a number for an id": '{"_id": 7, "text": "x"}',
    "an id with a NUL": '{"_id": "x\\u0000y", "text": "x"}',
    "no text": '{"_id": "x"}',
    "a number for a text": '{"_id": "x", "text": 7}',
    "half a character": '{"_id": "x", "text": "\\ud83d"}',
    "two objects": '{"_id": "x", "text": "x"} {"_id": "y", "text": "y"}',
    "a deep nest": "[" * 100_000,
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN.keys())
def test_a_line_that_is_no_passage_is_named_by_its_number(lay: Lay, broken: str) -> None:
    message = refusal(lay(corpus=(jsonl(CORPUS[:2]) + "\n" + broken + "\n" + jsonl(CORPUS[2:])).encode()))
    assert "corpus.jsonl:4: " in message
    assert message.endswith("; write one JSON object, in one line, of `_id`, `title`, `text`, `doc_id`")
    assert len(message) < 400


@pytest.mark.parametrize(
    "wrong",
    [
        {"answerable": "no"},
        {"gold_text": 3},
        {"gold_sentences": [1]},
        {"gold_sentences": {"p": "x"}},
        {"answers": "March"},
    ],
)
def test_a_key_of_another_kind_is_named(lay: Lay, wrong: dict[str, object]) -> None:
    message = refusal(lay(queries=[QUERIES[0], {**QUERIES[1], **wrong}]))
    assert f"queries.jsonl:2: `{next(iter(wrong))}`: " in message


def test_a_passage_id_that_comes_twice_is_named(lay: Lay) -> None:
    assert "corpus.jsonl:5: a second line has the id 'Leave#1 p1'; " in refusal(lay([*CORPUS, CORPUS[0]]))


def test_a_question_id_that_comes_twice_is_named(lay: Lay) -> None:
    assert "queries.jsonl:5: a second line has the id 'q 2'; " in refusal(lay(queries=[*QUERIES, QUERIES[1]]))


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("q 1\tLeave#1 p9\t1", "names 'Leave#1 p9', which corpus.jsonl does not have"),
        ("q 9\tLeave#1 p1\t1", "names 'q 9', which queries.jsonl does not have"),
        ("q 1 Leave#1 p1 1", "is not a judgement"),
        ("q 1\t0\tLeave#1 p1\t1", "is not a judgement"),
        ("q 1\tLeave#1 p2\thigh", "is not a judgement"),
        ("q 1\tLeave#1 p2\t٣", "is not a judgement"),
        ("q 1\tLeave#1 p1\t2", "gives another grade than an earlier line"),
    ],
)
def test_a_judgement_that_cannot_be_is_named_by_its_line(lay: Lay, line: str, what: str) -> None:
    assert f"qrels/test.tsv:6: {what}; " in refusal(lay(qrels=(*QRELS, line)))


@pytest.mark.parametrize("hidden", [b"{}", b"[1]", b"[", b'"Leave#1"', b"[" * 100_000])
def test_hidden_articles_that_are_no_list_of_names_are_refused(lay: Lay, hidden: bytes) -> None:
    assert "abstain_hidden_docs.json: is not a list of article names; " in refusal(lay(hidden=hidden))


def test_hidden_articles_of_another_corpus_are_refused(lay: Lay) -> None:
    assert "abstain_hidden_docs.json: names no article of the corpus; " in refusal(lay(hidden=["Pay#1"]))


def test_text_in_another_encoding_is_named_by_its_line(lay: Lay) -> None:
    corpus = jsonl(CORPUS).encode() + b'{"_id": "x", "text": "' + WINDOWS_1252 + b'"}\n'
    assert "corpus.jsonl:5: is not UTF-8 text; save it as UTF-8" in refusal(lay(corpus))


def test_unknown_keys_are_passed_over(lay: Lay) -> None:
    corpus = [{**line, "domain": {"deep": [1, None]}} for line in CORPUS]
    assert read(lay(json.loads(json.dumps(corpus)))).articles


def test_the_later_questions_of_conversations_come_with_what_was_said_before_oldest_first(lay: Lay) -> None:
    folder = lay()
    history = ["agent:A week.", "user:How long is it?", "agent:Yes.", "user:Is there leave"]
    turns = [
        {"_id": "t 1", "text": "Is there leave"},
        {"_id": "t 3", "text": "and in March?", "history": history},
    ]
    (folder / "queries_all_turns.jsonl").write_text(jsonl(turns))
    (folder / "qrels/all_turns.tsv").write_text("t 3\tLeave#1 p2\t1\n")
    (found,) = read(folder).turns
    assert (found.text, found.earlier, found.relevant) == (
        "and in March?", ("Is there leave", "How long is it?"), ("Leave#1 p2",),
    )  # fmt: skip


def test_a_story_is_a_question_after_the_four_sentences_before_it(lay: Lay) -> None:
    earlier = ("I moved.", "It rained", "Boxes broke!", "Is there leave?", "Who knows")
    turns = [
        Asked("t", "How long?", grades={"Leave#1 p1": 1}, earlier=earlier),
        Asked("u", "When?", earlier=earlier[:3]),
    ]
    (story,) = replace(read(lay()), turns=tuple(turns)).stories
    assert story.text == "It rained. Boxes broke! Is there leave? Who knows. How long?"
    assert story.relevant == ("Leave#1 p1",)
