"""What every Posts promises, wherever it keeps things."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.ports import Posts
from bot.core.requests import Post, PostStatus

NOON = datetime(2026, 3, 2, 12, 0, 0, 123456, tzinfo=UTC)
LATER = NOON + timedelta(minutes=1)


def begun(posts: Posts, key: str = "k", now: datetime = NOON) -> Post:
    post, may_send = posts.begin(key, "C1", "1.0", "abc", now)
    assert may_send
    return post


def found(posts: Posts, key: str = "k") -> Post:
    post = posts.find(key)
    assert post is not None
    return post


def test_what_was_never_begun_is_not_found(posts: Posts) -> None:
    assert posts.find("k") is None
    assert list(posts.unknown()) == []


def test_a_new_post_may_be_sent_and_is_being_sent_from_then_on(posts: Posts) -> None:
    post = begun(posts)
    assert post == Post("k", post.id, "C1", "1.0", PostStatus.SENDING, NOON, None, "abc")
    assert post.id
    assert found(posts) == post


def test_a_post_outside_a_thread_has_none(posts: Posts) -> None:
    post, _ = posts.begin("k", "C1", None, "", NOON)
    assert found(posts) == post
    assert post.thread is None


def test_each_post_has_an_id_of_its_own_that_says_nothing(posts: Posts) -> None:
    one, other = begun(posts, "reply:C1:1.0"), begun(posts, "reply:C1:2.0")
    assert one.id != other.id
    assert "C1" not in one.id


@pytest.mark.parametrize("fate", [PostStatus.SENDING, PostStatus.SENT, PostStatus.UNKNOWN, PostStatus.REMOVED])
def test_what_was_begun_is_sent_by_nobody_else(posts: Posts, fate: PostStatus) -> None:
    posts.mark(begun(posts), fate)
    before = found(posts)
    assert posts.begin("k", "C2", "2.0", "def", LATER) == (before, False)
    assert found(posts) == before


def test_what_was_never_accepted_may_be_sent_again_under_its_id(posts: Posts) -> None:
    first = begun(posts)
    posts.mark(first, PostStatus.UNSENT)
    again, may_send = posts.begin("k", "C2", None, "def", LATER)
    assert may_send
    assert again == Post("k", first.id, "C2", None, PostStatus.SENDING, LATER, None, "def")
    assert found(posts) == again
    assert posts.begin("k", "C1", None, "", LATER) == (again, False)


def test_a_mark_keeps_what_it_does_not_name(posts: Posts) -> None:
    post = begun(posts)
    posts.mark(post, PostStatus.SENT, ts="2.0")
    assert found(posts) == replace(post, fate=PostStatus.SENT, ts="2.0")
    posts.mark(post, PostStatus.SENT, fingerprint="def")
    assert found(posts) == replace(post, fate=PostStatus.SENT, ts="2.0", fingerprint="def")
    posts.mark(post, PostStatus.REMOVED)
    assert found(posts) == replace(post, fate=PostStatus.REMOVED, ts="2.0", fingerprint="def")


def test_a_mark_touches_no_other_post(posts: Posts) -> None:
    one, other = begun(posts, "one"), begun(posts, "other")
    posts.mark(one, PostStatus.SENT, ts="2.0")
    posts.mark(replace(other, key="nobody's"), PostStatus.SENT)
    posts.mark(replace(other, id="an older life"), PostStatus.SENT)
    assert found(posts, "other") == other


def test_one_who_looked_in_vain_may_send_again_once(posts: Posts) -> None:
    post = begun(posts)
    taken = posts.retake(post, "again", LATER)
    assert found(posts) == taken == replace(post, since=LATER, fingerprint="again")
    assert not posts.retake(post, "again", LATER)


def test_of_two_who_looked_at_the_same_moment_one_may_send(posts: Posts) -> None:
    post = begun(posts)
    assert [bool(posts.retake(post, "again", NOON)) for _ in range(2)] == [True, False]


def test_a_clock_that_is_behind_gives_nobody_a_second_right(posts: Posts) -> None:
    post = begun(posts)
    behind = NOON - timedelta(seconds=3)
    assert [bool(posts.retake(post, "again", behind)) for _ in range(2)] == [True, False]
    assert found(posts).since > post.since


@pytest.mark.parametrize("fate", [PostStatus.UNSENT, PostStatus.SENT, PostStatus.UNKNOWN, PostStatus.REMOVED])
def test_what_has_changed_since_it_was_read_is_not_sent_again(posts: Posts, fate: PostStatus) -> None:
    post = begun(posts)
    posts.mark(post, fate)
    before = found(posts)
    assert not posts.retake(post, "again", LATER)
    assert found(posts) == before


def test_what_nobody_knows_cannot_be_sent_again(posts: Posts) -> None:
    assert not posts.retake(Post("k", "id", "C1", None, PostStatus.SENDING, NOON), "again", LATER)
    assert posts.find("k") is None


@pytest.mark.parametrize("guess", [PostStatus.UNSENT, PostStatus.SENDING, PostStatus.UNKNOWN])
@pytest.mark.parametrize("certain", [PostStatus.SENT, PostStatus.REMOVED])
def test_what_is_known_for_certain_is_not_given_up_for_a_late_guess(
    posts: Posts, certain: PostStatus, guess: PostStatus
) -> None:
    post = begun(posts)
    posts.mark(post, certain, ts="2.0")
    posts.mark(post, guess)
    assert found(posts).fate is certain


@pytest.mark.parametrize("fate", [PostStatus.UNSENT, PostStatus.UNKNOWN])
def test_who_knows_that_it_was_sent_may_mark_it_anew(posts: Posts, fate: PostStatus) -> None:
    posts.mark(begun(posts), PostStatus.SENT, ts="2.0")
    posts.mark(found(posts), fate)
    assert found(posts).fate is fate


def test_what_was_sent_after_all_is_marked_so(posts: Posts) -> None:
    post = begun(posts)
    posts.mark(post, PostStatus.UNKNOWN)
    posts.mark(post, PostStatus.SENT, ts="2.0")
    assert (found(posts).fate, found(posts).ts) == (PostStatus.SENT, "2.0")


def test_those_whose_fate_will_never_be_known_are_told_latest_first(posts: Posts) -> None:
    for key, moment in (("early", NOON), ("late", LATER), ("sent", LATER)):
        posts.mark(begun(posts, key, moment), PostStatus.SENT if key == "sent" else PostStatus.UNKNOWN)
    assert [post.key for post in posts.unknown()] == ["late", "early"]


@pytest.mark.parametrize("fate", [PostStatus.UNSENT, PostStatus.UNKNOWN])
def test_who_was_overtaken_while_sending_can_no_more_guess_what_became_of_it(posts: Posts, fate: PostStatus) -> None:
    post = begun(posts)
    taken = posts.retake(post, "again", LATER)
    posts.mark(post, fate)
    assert found(posts) == taken


def test_a_thread_has_an_answer_while_a_message_of_ours_stands_in_it(posts: Posts) -> None:
    post = begun(posts)
    assert not posts.answered_in("C1", "1.0")
    posts.mark(post, PostStatus.SENT, ts="2.0")
    assert posts.answered_in("C1", "1.0")
    assert not posts.answered_in("C2", "1.0")
    posts.mark(found(posts), PostStatus.REMOVED)
    assert not posts.answered_in("C1", "1.0")
