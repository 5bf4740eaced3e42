"""A redline loses nothing and invents nothing, changes whole words, and shows what a reader would call changed."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.changes.rewording import Mark, Stretch, likeness, reworded, words_of
from tests.hostile_texts import WITH_WORDS, anything, prose

KEPT, REMOVED, ADDED = Mark.KEPT, Mark.REMOVED, Mark.ADDED


def line(before: str, after: str) -> tuple[Stretch, ...]:
    return reworded(words_of(before), words_of(after))


def shown(before: str, after: str) -> list[tuple[str, str]]:
    return [(each.mark.value, each.text) for each in line(before, after) if not each.slight]


def text_of(stretches: tuple[Stretch, ...], *marks: Mark) -> str:
    return "".join(each.text for each in stretches if each.mark in marks)


texts = st.one_of(prose, anything, st.sampled_from(list(WITH_WORDS.values())))
edited = texts.flatmap(
    lambda text: st.tuples(
        st.just(text),
        st.lists(st.sampled_from([*text.split(" "), "not", "new", "", "“", "\u00ad"]), max_size=30).map(" ".join),
    )
)


@settings(max_examples=60)
@given(st.one_of(st.tuples(texts, texts), edited))
def test_what_was_kept_with_what_was_removed_or_added_is_either_text_to_the_last_character(
    both: tuple[str, str],
) -> None:
    before, after = both
    stretches = line(before, after)
    assert text_of(stretches, KEPT, REMOVED) == before
    assert text_of(stretches, KEPT, ADDED) == after
    assert all(each.text for each in stretches)
    assert 0 <= likeness(stretches) <= 1


@settings(max_examples=60)
@given(texts)
def test_the_same_text_is_kept_as_a_whole(text: str) -> None:
    assert line(text, text) == ((Stretch(KEPT, text),) if text else ())


words = st.sampled_from("the a of Parents get twelve sixteen weeks paid leave don’t e-mail 3.5 and".split())
sentences = st.lists(words, min_size=1, max_size=25).map(" ".join)


@settings(max_examples=60)
@given(sentences, sentences)
def test_words_are_never_cut(before: str, after: str) -> None:
    own = {*before.split(), *after.split(), "e", "-", "mail", "e-", "-mail"}
    for each in line(before, after):
        assert set(each.text.split()) <= own


def test_a_changed_number_is_all_that_is_marked() -> None:
    assert shown("Parents get twelve weeks.", "Parents get sixteen weeks.") == [
        ("kept", "Parents get "),
        ("removed", "twelve"),
        ("added", "sixteen"),
        ("kept", " weeks."),
    ]


def test_a_word_comes_and_goes_with_its_blank() -> None:
    assert shown("for adults only.", "for adults.") == [("kept", "for adults"), ("removed", " only"), ("kept", ".")]
    assert shown("the dog", "the old dog") == [("kept", "the "), ("added", "old "), ("kept", "dog")]


def test_little_words_between_two_changes_are_changed_with_them() -> None:
    before = "Ask your line manager, the head of the department concerned, before Friday."
    after = "Ask anyone in personnel, the people whom everybody knows by name, before Friday."
    assert [mark for mark, _ in shown(before, after)] == ["kept", "removed", "added", "kept"]


def test_marks_and_blanks_that_are_only_written_differently_are_slight() -> None:
    stretches = line("He said “no” –  and left.", 'He said "no" - and le\u00adft.')
    assert {each.slight for each in stretches if each.mark is not KEPT} == {True}
    assert likeness(stretches) == 1


def test_beside_a_real_change_they_are_slight_all_the_same() -> None:
    stretches = line("“No” means no for all of us.", '"No" means maybe for all of us.')
    assert [each.text for each in stretches if each.mark is not KEPT and not each.slight] == ["no", "maybe"]
    assert {each.text for each in stretches if each.slight} == {"“", "”", '"'}


def test_capitals_and_points_count() -> None:
    assert shown("The board may act.", "The Board may act?") == [
        ("kept", "The "),
        ("removed", "board"),
        ("added", "Board"),
        ("kept", " may act"),
        ("removed", "."),
        ("added", "?"),
    ]


def test_letters_keep_their_signs_and_fractions_their_numbers() -> None:
    assert shown("हिन्दी भाषा", "हिन्दि भाषा")[:2] == [("removed", "हिन्दी"), ("added", "हिन्दि")]
    assert shown("½ cup", "1/2 cup")[:2] == [("removed", "½"), ("added", "1/2")]


def test_a_long_paragraph_with_changes_far_apart_is_compared_word_by_word() -> None:
    numbered = [f"clause {number} of the rules and of the law" for number in range(2_000)]
    changed = [text.replace("law", "act") if at in {3, 1_990} else text for at, text in enumerate(numbered)]
    stretches = line(" ".join(numbered), " ".join(changed))
    assert [each.text for each in stretches if each.mark is not KEPT] == ["law", "act", "law", "act"]


def test_a_long_text_of_few_words_takes_no_long_time_and_loses_nothing() -> None:
    before, after = "a b c d " * 5_000, "d b a c " * 5_000
    stretches = line(before, after)
    assert text_of(stretches, KEPT, REMOVED) == before
    assert text_of(stretches, KEPT, ADDED) == after
