"""What `/policy` does besides answering questions, and what answers say beside their quotations."""

from pathlib import Path

from tests.conversations.conftest import House, Start, seen


def test_verify_finds_a_quotation_word_for_word(house: House) -> None:
    words = seen(house.command("verify “The moratorium on police use lasts one year.”", channel="random"))
    assert "Found word for word" in words
    assert "Amazon pauses police use of Rekognition" in words


def test_verify_shows_what_differs(house: House) -> None:
    words = seen(house.command("verify The moratorium on police use lasts two years."))
    assert "No document has it word for word" in words
    assert "two years" in words.replace("onetwo", "two")


def test_verify_of_something_else_finds_nothing_and_says_so(house: House) -> None:
    assert "Not found" in seen(house.command("verify The quick brown fox jumps over the lazy dog by the river"))


def test_a_weak_answer_looks_weak_and_says_so(house: House) -> None:
    words = seen(house.ask("May schools use face recognition?"))
    assert words.startswith("These passages come near your question, but may not answer it.")


def test_corrections_and_other_words_that_were_searched_are_shown(house: House) -> None:
    words = seen(house.ask("How long is the Rekogniton ban?"))
    assert "Showing results for “Rekognition” instead of “Rekogniton”." in words
    assert "Also searched: moratorium" in words


def test_the_context_names_the_receipt(house: House) -> None:
    reply = house.ask("Who is exempt from the pause?")
    house.workspace.press(house.person, reply, "show_in_context")
    view = house.workspace.wait_for(lambda now: now.views(house.person))[0]
    assert "Receipt " in str(view.blocks)


def test_the_same_words_in_two_articles_are_quoted_once_with_also_in(start: Start, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name, standing in (("copy", "republished"), ("source", "original")):
        front = f"title: The {name}\npublisher: {name} Ltd\nstanding: {standing}"
        (corpus / f"{name}.md").write_text(f"---\n{front}\n---\n\nParents get twelve weeks of paid leave each year.\n")
    words = seen(start(corpus=corpus).ask("How many weeks of leave do parents get?"))
    assert words.count("Parents get twelve weeks") == 1
    assert "source Ltd" in words
    assert "Also in: The copy (copy Ltd)" in words


def test_the_command_alone_tells_what_it_can_do(house: House) -> None:
    for words in ("", "help"):
        told = seen(house.command(words))
        assert "/policy verify" in told
        assert "as of June 2020" in told


def test_a_title_that_no_document_has_is_taken_for_a_question_and_said_to_be(house: House) -> None:
    told = seen(house.command("article Sabbaticals on Mars"))
    assert told.startswith("I have no document called “Sabbaticals on Mars”, so I took this for a question.")


def test_verify_without_a_quotation_asks_for_one(house: House) -> None:
    assert "Give me a quotation" in seen(house.command("verify"))
