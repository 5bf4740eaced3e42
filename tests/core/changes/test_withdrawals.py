"""What has gone from a source is told once it is surely gone, and only that."""

from dataclasses import replace

from bot.core.changes.withdrawals import SourceDocument, differences, document_from_json
from tests.small_articles import article


def document(name: str, source: str = "handbook", path: str = "") -> SourceDocument:
    return SourceDocument.of(source, path or f"{source}//{name}.md", article(name, "Words.").attribution)


LEAVE, PAY = document("leave"), document("pay")
KNOWN = {"leave": LEAVE, "pay": PAY}


def test_what_is_not_there_has_gone_and_what_is_new_is_noted() -> None:
    found = differences(KNOWN, {"pay": PAY, "pets": document("pets")}, {"handbook": True}, ())
    assert found.gone == {"handbook": [LEAVE]}
    assert (found.new, found.past, found.total) == ((document("pets"),), (), {"handbook": 2})


def test_of_a_source_that_cannot_be_seen_nothing_has_gone() -> None:
    assert differences(KNOWN, {}, {"handbook": False}, ()).gone == {}


def test_another_name_or_place_for_the_same_document_is_no_withdrawal() -> None:
    renamed = differences(KNOWN, {"pay": PAY}, {"handbook": True}, {"leave"})
    assert (renamed.gone, renamed.past) == ({}, ("leave",))
    prefixed = document("handbook/leave", path=LEAVE.path)
    assert differences(KNOWN, {"pay": PAY, "handbook/leave": prefixed}, {"handbook": True}, ()).past == ("leave",)


def test_a_source_that_is_no_longer_followed_withdraws_nothing() -> None:
    found = differences(KNOWN, {}, {}, ())
    assert (found.gone, found.past) == ({}, ("leave", "pay"))


def test_a_document_that_is_known_otherwise_is_noted_anew() -> None:
    other = replace(LEAVE, attribution=replace(LEAVE.attribution, title="Another"))
    assert differences(KNOWN, {"leave": other, "pay": PAY}, {"handbook": True}, ()).new == (other,)


def test_a_document_is_written_down_and_read_back() -> None:
    assert document_from_json("leave", LEAVE.as_json()) == LEAVE
