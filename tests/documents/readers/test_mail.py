"""Mails → blocks: what was written, the subject as title, attachments named."""

import pytest

from bot.documents.blocks import Omission
from bot.documents.faults import Faulty
from bot.documents.readers import mail
from bot.documents.readers.formats import reader_of

HEAD = b"From: a@example.org\nSubject: RE: Parking =?utf-8?q?r=C3=BCle?=\nDate: Tue, 4 Mar 2025 10:00:00 +0100\n"


def test_a_plain_mail_is_read_as_text_under_its_subject() -> None:
    reading = mail.read(HEAD + b"\nDear all,\n\nPark on level two.\n")
    assert [block.text for block in reading.blocks] == ["Dear all,", "Park on level two."]
    assert reading.known == {"title": "Parking rüle", "published": "2025-03-04"}


def test_a_mail_with_a_page_is_read_as_one_and_its_attachments_are_named() -> None:
    parts = b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=X\n\n--X\nContent-Type: text/html\n\n"
    parts += b"<ul><li>Cars</li></ul>\n--X\nContent-Type: text/plain\n"
    parts += b'Content-Disposition: attachment; filename="a.txt"\n\nhello\n--X--\n'
    reading = mail.read(HEAD + parts)
    assert [(block.kind.value, block.text) for block in reading.blocks] == [("item", "Cars")]
    assert reading.warnings == ("not read, because it is attached: a.txt",)


@pytest.mark.parametrize("data", [b"", b"no mail", b"\xff\xfe", b"Subject: a\nContent-Type: image/png\n\nx"])
def test_what_is_no_mail_says_so(data: bytes) -> None:
    with pytest.raises(Faulty):
        mail.read(data)


EARLIER = [
    b"On Mon, 3 Mar 2025 at 10:00, Max Ray <max@example.org> wrote:\n> May I park?\n",
    b"-----Original Message-----\nFrom: Max\nMay I park?\n",
    b"From: Max Ray\nSent: Monday\nTo: Ann\n\nMay I park?\n",
    b"> May I park?\n",
    b"On Mon, 3 Mar 2025 at 10:00, Max Ray by way of a long list\n<max@example.org> wrote:\n\n> May I park?\n",
]


@pytest.mark.parametrize("earlier", EARLIER)
def test_the_mail_that_is_answered_is_listed_and_not_said(earlier: bytes) -> None:
    reading = mail.read(HEAD + b"\nPark on level two.\n\n" + earlier)
    assert [block.text for block in reading.blocks] == ["Park on level two."]
    assert {each.reason for each in reading.left_out} == {Omission.EARLIER_MAIL}


def test_answers_between_what_is_quoted_are_said() -> None:
    body = b"On Monday, Max Ray <max@example.org> wrote:\n> May I park?\n\nYes, on level two.\n\n"
    body += b"> And at night?\n\nNo, never.\n"
    assert [block.text for block in mail.read(HEAD + b"\n" + body).blocks] == ["Yes, on level two.", "No, never."]


def test_what_was_passed_on_is_said() -> None:
    body = b"\n-----Original Message-----\nFrom: Max\n\nPark on level two.\n"
    reading = mail.read(HEAD.replace(b"RE: ", b"FW: ") + body)
    assert "Park on level two." in [block.text for block in reading.blocks]


def test_a_signature_is_listed_and_not_said() -> None:
    reading = mail.read(HEAD + b"\nPark on level two.\n-- \nAnn\nHead of Cars\n")
    assert [block.text for block in reading.blocks] == ["Park on level two."]
    assert [(each.reason, each.text) for each in reading.left_out] == [(Omission.SIGNATURE, "Ann Head of Cars")]


def test_an_earlier_mail_in_a_page_is_told_by_its_words_where_nothing_else_tells_it() -> None:
    page = b"<div><p>Park on level two.</p><div><div><p><b>From:</b> Max<br><b>Sent:</b> Monday"
    page += b"<br><b>To:</b> Ann</p></div></div><p>May I park?</p></div>"
    reading = mail.read(HEAD + b"Content-Type: text/html\n\n" + page)
    assert [block.text for block in reading.blocks] == ["Park on level two."]
    assert {each.text for each in reading.left_out} == {"From: Max Sent: Monday To: Ann", "May I park?"}


def test_the_page_of_a_mail_is_read_without_earlier_mails_and_signature() -> None:
    page = (
        b"<p>Park on level two.</p><div class=gmail_signature>Ann</div><div class=gmail_quote><p>May I park?</p></div>"
    )
    reading = mail.read(HEAD + b"MIME-Version: 1.0\nContent-Type: text/html\n\n" + page)
    assert [block.text for block in reading.blocks] == ["Park on level two."]
    assert [each.reason for each in reading.left_out] == [Omission.SIGNATURE, Omission.EARLIER_MAIL]


def test_who_wrote_a_mail_is_its_author() -> None:
    assert mail.read(b'From: "Ann Ray" <ann@example.org>\n' + HEAD[21:] + b"\nPark.\n").known["author"] == "Ann Ray"


@pytest.mark.parametrize(
    "broken", [b"From: a@\n\nhi", b"From: a@b.test\nContent-Type: multipart" + b"(" * 5_000 + b"\n\nhi"]
)
def test_a_mail_that_is_broken_on_purpose_is_a_fault_of_the_file(broken: bytes) -> None:
    with pytest.raises(Faulty):
        reader_of("mail")(broken, {})


def test_a_signature_behind_two_hyphens_ends_a_page_too() -> None:
    head = b"Subject: Parking\nMIME-Version: 1.0\nContent-Type: text/html\n\n"
    reading = mail.read(head + b"<div><p>Park on level two.</p><p>-- <br>Ann Lee</p><p>Keep this secret.</p></div>")
    assert [block.text for block in reading.blocks] == ["Park on level two."]
    assert {each.reason for each in reading.left_out} == {Omission.SIGNATURE}
