"""Mails → blocks: what was written, the subject as title, attachments named."""

import pytest

from bot.documents.faults import Faulty
from bot.documents.readers import mail

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
