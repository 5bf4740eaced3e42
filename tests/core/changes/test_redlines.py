"""Changed paragraphs are told before and after; what only moved, or is only written differently, is not."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.changes.redlines import OMISSION, Nature, Redline, compare, excerpt
from bot.core.changes.rewording import Mark
from tests.hostile_texts import prose

LEAVE = "Parents get twelve weeks of paid leave, and ask for it in writing."
POSTS = "Staff may not post about customers on any site."
PETS = "Dogs may come on Fridays if nobody in the room minds."
CARS = "Company cars are booked a day ahead through the front desk."


def told(before: list[str], after: list[str]) -> list[tuple[str, int | None, int | None]]:
    return [(str(line.nature), line.before, line.after) for line in compare(before, after)]


def test_the_same_article_has_no_redlines() -> None:
    assert told([LEAVE, POSTS], [LEAVE, POSTS]) == []


def test_a_paragraph_that_changed_is_told_word_by_word() -> None:
    (line,) = compare([LEAVE, POSTS], [LEAVE.replace("twelve", "sixteen"), POSTS])
    assert (line.nature, line.before, line.after) == (Nature.REWORDED, 1, 1)
    assert [each.text for each in line.stretches if each.mark is not Mark.KEPT] == ["twelve", "sixteen"]


def test_new_and_removed_paragraphs_are_told_as_such_where_they_stand() -> None:
    assert told([LEAVE, POSTS, PETS], [POSTS, CARS, PETS]) == [("removed", 1, None), ("added", None, 2)]


def test_moved_paragraphs_are_no_change() -> None:
    assert told([LEAVE, POSTS, PETS, CARS], [CARS, LEAVE, PETS, POSTS]) == []


def test_a_paragraph_that_moved_and_changed_is_told_as_changed() -> None:
    after = [POSTS, PETS, LEAVE.replace("twelve", "sixteen")]
    assert told([LEAVE, POSTS, PETS], after) == [("reworded", 1, 3)]


def test_one_that_became_quite_another_is_told_as_removed_and_added_at_one_place() -> None:
    (line,) = compare([POSTS, LEAVE, PETS], [POSTS, CARS, PETS])
    assert (line.nature, line.before, line.after) == (Nature.REWRITTEN, 2, 2)
    assert [(each.mark, each.text) for each in line.stretches] == [(Mark.REMOVED, LEAVE), (Mark.ADDED, CARS)]


def test_another_way_of_writing_is_no_change() -> None:
    assert told(["He said “don’t” – twice."], ['He said "don\'t" - twice. ']) == []


def test_a_paragraph_parted_or_joined_in_the_same_words_is_no_change() -> None:
    assert told([f"{LEAVE} {POSTS}", PETS, CARS], [LEAVE, POSTS, f"{PETS} {CARS}"]) == []


def test_where_only_a_paragraph_ends_elsewhere_nothing_changed() -> None:
    assert told([f"{LEAVE} {POSTS}", PETS, CARS], [LEAVE, f"{POSTS} {PETS}", CARS]) == []
    assert told([LEAVE, f"{POSTS} {PETS}", CARS], [f"{LEAVE} {POSTS}", PETS, CARS]) == []
    changed = [LEAVE, f"{POSTS} {PETS.replace('Fridays', 'Mondays')}", CARS]
    assert told([f"{LEAVE} {POSTS}", PETS, CARS], changed) != []


def test_repeated_paragraphs_are_counted() -> None:
    assert told(["None.", LEAVE, "None.", "None."], ["None.", LEAVE, "None."]) == [("removed", 4, None)]


def test_from_and_to_nothing() -> None:
    assert told([], [LEAVE]) == [("added", None, 1)]
    assert told([LEAVE], []) == [("removed", 1, None)]
    assert told([], []) == []


paragraphs = st.lists(st.one_of(prose, st.sampled_from([LEAVE, POSTS, PETS, CARS, "None."])), max_size=6)
edits = st.lists(st.sampled_from([LEAVE, POSTS, LEAVE.replace("twelve", "six"), "None.", "New."]), max_size=3)


@settings(max_examples=60)
@given(paragraphs, st.data(), edits)
def test_every_paragraph_that_is_told_is_told_to_the_last_character(
    before: list[str], data: st.DataObject, more: list[str]
) -> None:
    after = data.draw(st.permutations([*before[1:], *more]))
    lines = compare(before, after)
    for line in lines:
        assert line.text_before == (before[line.before - 1] if line.before else "")
        assert line.text_after == (after[line.after - 1] if line.after else "")
    for numbers in ([line.before for line in lines], [line.after for line in lines]):
        there = [number for number in numbers if number]
        assert len(there) == len(set(there))
    assert [line.after for line in lines if line.after] == sorted(line.after for line in lines if line.after)


@settings(max_examples=60)
@given(paragraphs, st.data())
def test_whatever_order_paragraphs_come_in_nothing_is_told_if_they_are_the_same(
    before: list[str], data: st.DataObject
) -> None:
    assert compare(before, data.draw(st.permutations(before))) == ()


def test_thousands_of_changed_paragraphs_take_no_long_time() -> None:
    chance = random.Random(5)  # noqa: S311  # no secret
    before = [" ".join(f"word{chance.randrange(3_000)}" for _ in range(40)) for _ in range(600)]
    after = [f"{text} anew" for text in before]
    chance.shuffle(after)
    lines = compare(before, after)
    assert {line.nature for line in lines} == {Nature.REWORDED}
    assert len(lines) == 600


def test_thousands_of_paragraphs_that_are_all_alike_take_no_long_time() -> None:
    before, after = ["the of and is to " * 9] * 800, ["the of and is to " * 8 + "in"] * 800
    assert len(compare(before, after)) == 800


def whole(line: Redline, around: int = 30, most: int = 500) -> str:
    return "".join(each.text for each in excerpt(line, around, most))


def test_an_excerpt_shows_the_change_with_the_words_around_it() -> None:
    long = " ".join(f"word{number}" for number in range(100))
    (line,) = compare([f"{long} twelve {long}"], [f"{long} sixteen {long}"])
    shown = excerpt(line, 30, 500)
    assert [each.mark for each in shown] == [Mark.KEPT, Mark.REMOVED, Mark.ADDED, Mark.KEPT]
    assert whole(line) == f"{OMISSION} word96 word97 word98 word99 twelvesixteen word0 word1 word2 word3 {OMISSION}"


def test_an_excerpt_leaves_out_another_way_of_writing() -> None:
    (line,) = compare(["“No” means no for all of us."], ['"No" means maybe for all of us.'])
    assert whole(line) == '"No" means nomaybe for all of us.'


def test_an_excerpt_has_an_end_however_long_the_change_is() -> None:
    (line,) = compare([], ["word " * 10_000])
    assert len(whole(line)) <= 502
    (line,) = compare([], ["x" * 10_000])
    assert len(whole(line)) <= 502


@settings(max_examples=60)
@given(prose, prose, st.integers(0, 40), st.integers(50, 400))
def test_an_excerpt_says_nothing_that_neither_version_says(before: str, after: str, around: int, most: int) -> None:
    for line in compare([before], [after]):
        shown = excerpt(line, around, most)
        assert sum(len(each.text) for each in shown) <= most + 2
        for each in shown:
            assert all(part.strip() in before or part.strip() in after for part in each.text.split(OMISSION))
