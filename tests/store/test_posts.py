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


def test_what_was_never_begun_is_not_found(store: Posts) -> None:
    assert store.find("k") is None
    assert list(store.unknown()) == []


def test_a_new_post_may_be_sent_and_is_being_sent_from_then_on(store: Posts) -> None:
    post = begun(store)
    assert post == Post("k", post.id, "C1", "1.0", PostStatus.SENDING, NOON, None, "abc")
    assert post.id
    assert found(store) == post


def test_a_post_outside_a_thread_has_none(store: Posts) -> None:
    post, _ = store.begin("k", "C1", None, "", NOON)
    assert found(store) == post
    assert post.thread is None


def test_each_post_has_an_id_of_its_own_that_says_nothing(store: Posts) -> None:
    one, other = begun(store, "reply:C1:1.0"), begun(store, "reply:C1:2.0")
    assert one.id != other.id
    assert "C1" not in one.id


@pytest.mark.parametrize("fate", [PostStatus.SENDING, PostStatus.SENT, PostStatus.UNKNOWN, PostStatus.REMOVED])
def test_what_was_begun_is_sent_by_nobody_else(store: Posts, fate: PostStatus) -> None:
    store.mark(begun(store), fate)
    before = found(store)
    assert store.begin("k", "C2", "2.0", "def", LATER) == (before, False)
    assert found(store) == before


def test_what_was_never_accepted_may_be_sent_again_under_its_id(store: Posts) -> None:
    first = begun(store)
    store.mark(first, PostStatus.UNSENT)
    again, may_send = store.begin("k", "C2", None, "def", LATER)
    assert may_send
    assert again == Post("k", first.id, "C2", None, PostStatus.SENDING, LATER, None, "def")
    assert found(store) == again
    assert store.begin("k", "C1", None, "", LATER) == (again, False)


def test_a_mark_keeps_what_it_does_not_name(store: Posts) -> None:
    post = begun(store)
    store.mark(post, PostStatus.SENT, ts="2.0")
    assert found(store) == replace(post, fate=PostStatus.SENT, ts="2.0")
    store.mark(post, PostStatus.SENT, fingerprint="def")
    assert found(store) == replace(post, fate=PostStatus.SENT, ts="2.0", fingerprint="def")
    store.mark(post, PostStatus.REMOVED)
    assert found(store) == replace(post, fate=PostStatus.REMOVED, ts="2.0", fingerprint="def")


def test_a_mark_touches_no_other_post(store: Posts) -> None:
    one, other = begun(store, "one"), begun(store, "other")
    store.mark(one, PostStatus.SENT, ts="2.0")
    store.mark(replace(other, key="nobody's"), PostStatus.SENT)
    store.mark(replace(other, id="an older life"), PostStatus.SENT)
    assert found(store, "other") == other


def test_one_who_looked_in_vain_may_send_again_once(store: Posts) -> None:
    post = begun(store)
    taken = store.retake(post, "again", LATER)
    assert found(store) == taken == replace(post, since=LATER, fingerprint="again")
    assert not store.retake(post, "again", LATER)


def test_of_two_who_looked_at_the_same_moment_one_may_send(store: Posts) -> None:
    post = begun(store)
    assert [bool(store.retake(post, "again", NOON)) for _ in range(2)] == [True, False]


def test_a_clock_that_is_behind_gives_nobody_a_second_right(store: Posts) -> None:
    post = begun(store)
    behind = NOON - timedelta(seconds=3)
    assert [bool(store.retake(post, "again", behind)) for _ in range(2)] == [True, False]
    assert found(store).since > post.since


@pytest.mark.parametrize("fate", [PostStatus.UNSENT, PostStatus.SENT, PostStatus.UNKNOWN, PostStatus.REMOVED])
def test_what_has_changed_since_it_was_read_is_not_sent_again(store: Posts, fate: PostStatus) -> None:
    post = begun(store)
    store.mark(post, fate)
    before = found(store)
    assert not store.retake(post, "again", LATER)
    assert found(store) == before


def test_what_nobody_knows_cannot_be_sent_again(store: Posts) -> None:
    assert not store.retake(Post("k", "id", "C1", None, PostStatus.SENDING, NOON), "again", LATER)
    assert store.find("k") is None


@pytest.mark.parametrize("guess", [PostStatus.UNSENT, PostStatus.SENDING, PostStatus.UNKNOWN])
@pytest.mark.parametrize("certain", [PostStatus.SENT, PostStatus.REMOVED])
def test_what_is_known_for_certain_is_not_given_up_for_a_late_guess(
    store: Posts, certain: PostStatus, guess: PostStatus
) -> None:
    post = begun(store)
    store.mark(post, certain, ts="2.0")
    store.mark(post, guess)
    assert found(store).fate is certain


@pytest.mark.parametrize("fate", [PostStatus.UNSENT, PostStatus.UNKNOWN])
def test_who_knows_that_it_was_sent_may_mark_it_anew(store: Posts, fate: PostStatus) -> None:
    store.mark(begun(store), PostStatus.SENT, ts="2.0")
    store.mark(found(store), fate)
    assert found(store).fate is fate


def test_what_was_sent_after_all_is_marked_so(store: Posts) -> None:
    post = begun(store)
    store.mark(post, PostStatus.UNKNOWN)
    store.mark(post, PostStatus.SENT, ts="2.0")
    assert (found(store).fate, found(store).ts) == (PostStatus.SENT, "2.0")


def test_those_whose_fate_will_never_be_known_are_told_latest_first(store: Posts) -> None:
    for key, moment in (("early", NOON), ("late", LATER), ("sent", LATER)):
        store.mark(begun(store, key, moment), PostStatus.SENT if key == "sent" else PostStatus.UNKNOWN)
    assert [post.key for post in store.unknown()] == ["late", "early"]


@pytest.mark.parametrize("fate", [PostStatus.UNSENT, PostStatus.UNKNOWN])
def test_who_was_overtaken_while_sending_can_no_more_guess_what_became_of_it(store: Posts, fate: PostStatus) -> None:
    post = begun(store)
    taken = store.retake(post, "again", LATER)
    store.mark(post, fate)
    assert found(store) == taken
