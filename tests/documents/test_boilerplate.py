"""The patterns in config/boilerplate.txt: what they drop, what they leave alone, and that they are never slow."""

from itertools import product
from pathlib import Path

import pytest

from bot.documents.corpus.reading import read_file, without_boilerplate
from bot.documents.faults import read_text
from bot.documents.readers.text import LONGEST_BOILERPLATE, Boilerplate

DROPPED = """
Support The Daily Example’s explanatory journalism
Support independent journalism.
Please consider making a contribution to The Example today.
We have no owners and no paywall. Please consider making a donation today.
Our reporters work hard. Your contribution will not constitute a donation.
Donate now
Subscribe today!
Please support us.
Become a member
Your vote of support is important to us, today above all.
Every gift helps us keep our journalism free for everyone.
Your support keeps our newsroom independent.
One click below supports our mission.
A message from Jo Bloggs, co-founder of The Example:
A message from Jo Bloggs, editor:
Sign up for our newsletter
Sign up for the Example Weekly newsletter.
Subscribe to our mailing list today
Get the best of The Example in your inbox every morning
Get our newsletter
Enter your email address
Enter your email address to subscribe to this blog and receive notifications of new posts by email.
Join 12,345 other subscribers
Join our community on Facebook
Join our newsletter
The Example is made possible by the Example Fund. All Example content is editorially independent.
This story was supported by a grant from the Example Fund.
Thank you!
Thanks for reading!
Thank you for your support.
The Example logo
Example Weekly logo
Photo: Jo Bloggs
Photo: Jo, Ann and Jim/Flickr
Photo by Jo Bloggs on Unsplash
Photograph: Jo Bloggs/AFP/Getty Images
Image credit: Jo Bloggs
Image courtesy of The Example
(Photo by Jo Bloggs/Getty Images)
Photo credit: Getty Images
Illustration by Jo Bloggs
Credit: Jo Bloggs/The Example
Jo Bloggs/Getty Images
Jo Bloggs via Getty Images
Jo Bloggs (Shutterstock)
Getty Images
Please add your comment!
Please type your name here
Please leave your comment below.
Leave a comment
Leave a Reply
Leave a Reply Cancel reply
Post Comment
Log in to leave a comment
You must be logged in to post a comment.
You have entered an incorrect email address!
Please enter your email address here
Your email address will not be published. Required fields are marked *
Save my name, email, and website in this browser for the next time I comment.
Notify me of new posts by email.
This site uses Akismet to reduce spam. Learn how your comment data is processed.
12 Comments
Comments
Comments (3)
Comments are closed.
Stories from the same section:
More from The Example
None found.
Related articles
Most read
Read more
Read next: How we test
You may also like
You might also like:
Share
Share this on Facebook
Facebook Twitter LinkedIn
Follow us on Twitter
Email this article
Click to share on Twitter (Opens in new window)
Click to email a link to a friend (Opens in new window)
Skip to main content
Previous article
Advertisement
Loading...
We use cookies to improve your experience.
This website uses cookies. By continuing to use this site, you agree to our use of cookies.
We use cookies on this page. Accept all
Accept all cookies
© 2020 Example Media, Inc. All rights reserved.
© Example Media
Copyright © 2019-2021 The Example
(c) 2020 Example Media Ltd.
Copyright 2020 Example Ltd. All Rights Reserved.
All rights reserved.
Updated with Example news:
Filed under: Policy, Police
Tags: privacy, surveillance
"""

KEPT = """
Donations of blood count as working time, up to four hours each.
Please consider donating unused leave to colleagues who look after a sick relative.
If you wish to support the hardship fund, please consider making a donation through payroll.
The employer's contribution will not constitute taxable income.
A financial contribution will constitute a gift if nothing is given in return.
Donate now and then, but never in the company's name.
Subscribe to the safety bulletin on your first day.
Subscribe to the company newsletter through the intranet.
Sign up for the pension plan within 30 days of starting.
Sign up to the rota by Friday.
Subscriptions to professional journals are paid by the department.
Support for student journalism
Support journalism that is independent of advertisers, and declare every gift.
Your support helps our apprentices to settle in.
Your support keeps it possible for colleagues to report misconduct without fear.
Become a member of the pension scheme within three months.
Our journalism is funded by readers and grants; donors have no say in what we publish.
Advertising helps us keep the site free, but advertisers never see an article before it appears.
A message from the CEO must be approved by Communications.
A message from a customer, editor or publisher is answered within two days.
Get the parcel delivered to the front desk and not to your office.
Receive the goods in your inbox area and sign for them.
Get our newsletter approved by Legal before it is sent.
Enter your e-mail address and the one-time code, then choose Next.
Enter your email address in the form and nowhere else.
Join the staff mailing list by writing to the People team.
Join the community on Teams to ask questions about expenses.
Join our pension community of 200 members by signing form 7.
Thank you notes to customers are written by hand.
Thank you letters need no approval.
Thanks for gifts are sent by the board.
Use of the logo
Do not alter the company logo
The logo
Photographs of staff may only be published with their written consent.
Photographs by staff may not be sold without consent.
Photo by a freelancer: pay within 30 days and name the photographer
Photos: staff may take photos in the office if nobody objects.
Images: use only those that are licensed.
Image: every picture needs an alternative text
Photo credits must name the photographer and the agency.
Picture sources are listed in the appendix
Screenshots of customer data are forbidden.
Illustrations by artificial intelligence are labelled as such.
Credits: staff may carry over unused training credits
Credit: customers pay within 14 days
Pictures may be taken from free libraries (Unsplash).
We buy pictures via Shutterstock.
Credit agency pictures with the photographer and /Getty Images
Do not download pictures from Flickr.
Please enter your name in the visitors' book.
Please leave your name and badge number at reception.
Please add your comment to the draft before Friday.
Please type your name below your signature.
Comments: each draft is open for comments for two weeks.
Comments are closed after two weeks, unless the editor decides otherwise.
Comments on a draft are answered within five days.
Leave a comment on the ticket when you close it.
Leave of absence
Leave
Post comments only under your own name.
Log in to comment on a draft within two weeks.
You must be logged in to comment on a policy.
Your e-mail address will not be published or passed on.
Required fields are marked in the form with a star and must be filled in.
Save my name for last: how to plan a leaving party
More about parental leave
More on this subject is found in section 4
Read more in the travel policy
Read next of kin details back to the caller.
Related persons are spouses, partners, parents and children.
Popular sites may be blocked during working hours.
Share information only with those who need it.
Share options vest after three years.
Print on both sides.
Email is not a safe way to send health data.
E-mail addresses of staff are personal data.
Twitter accounts of the newsroom are run by the social desk.
Facebook may be used for research only.
Follow us out of the building when the alarm sounds.
Copy links from the intranet, not from e-mails.
Click to print the form, then sign it.
Click to share the calendar with your manager.
Search warrants are handed to Legal at once.
Home working is possible on two days a week.
Menu prices in the canteen are subsidised.
Advertisements are marked as such.
Sponsored content is marked as such and written outside the newsroom.
We use cookies only with the consent of the visitor.
We use cookies to count visitors, and we accept that some refuse them.
This website uses cookies that are deleted after 30 days.
Accept all cookies that a customer brings only if they are shared with the team.
(c) The employee shall give notice in writing.
(c) 1998 Act claims must be lodged within three months.
(c) 12 weeks of leave are granted to each parent.
(c) 2020 figures are used for the calculation.
© is the sign that stands on each of our documents.
Copyright in works made at work belongs to the employer.
Copyright 2020 claims are handled by Legal.
Every page shall bear the notice all rights reserved.
Drawings carry the words: all rights reserved.
Updated with each new statement: the list of suppliers
Updates with news are sent on Mondays.
Tags: visitors wear them where they can be seen
Tagged items have been tested within the last year.
None found guilty of fraud may work in Finance.
Articles in the same category are priced alike.
Posts in the same section are paid alike.
"""


def lines(text: str) -> list[str]:
    return text.strip().split("\n")


@pytest.mark.parametrize("line", lines(DROPPED))
def test_what_a_web_page_left_behind_is_dropped(boilerplate: Boilerplate, line: str) -> None:
    assert boilerplate.match(line)
    assert boilerplate.match(line.replace(" ", "\n  "))


@pytest.mark.parametrize("line", lines(KEPT))
def test_a_policy_that_merely_speaks_of_such_things_is_kept(boilerplate: Boilerplate, line: str) -> None:
    assert not boilerplate.match(line)


@pytest.mark.parametrize("line", lines(DROPPED))
def test_a_leaving_inside_a_longer_sentence_is_not_dropped(boilerplate: Boilerplate, line: str) -> None:
    assert not boilerplate.match(f"The handbook forbids the words “{line}” in letters to customers.")


def test_a_form_of_several_lines_is_dropped_as_a_whole(boilerplate: Boilerplate) -> None:
    assert boilerplate.match("Leave a Reply\nPlease add your comment!\nPlease type your name here")


def test_no_pattern_finds_an_empty_line_or_a_plain_sentence(boilerplate: Boilerplate) -> None:
    for pattern in boilerplate.patterns:
        assert not pattern.search("")
        assert not pattern.search("Parents may take leave in the first year after a birth.")


def test_no_pattern_runs_away(boilerplate: Boilerplate) -> None:
    # The longest line that a pattern is shown, made of what its repetitions feed on: one that backtracks
    # without bounds would not come back from here.
    food = "a |A |A|-|- |.|. |,|, |/|A/|share |share, |photo: A |photo by |© A |(c) 2020 A |support a|A logo|read more "
    starts = [
        "",
        "photo: ",
        "share ",
        "tags: ",
        "© 2020 ",
        "we use cookies ",
        "please enter your ",
        "support ",
        "get the ",
        "(c) 2020 ",
    ]
    starts += [
        "is made possible by a. all a ",
        "a message from ",
        "credit: ",
        "related ",
        "donate ",
        "join our ",
        "filed under: ",
    ]
    for start, piece, end in product(starts, food.split("|"), ("", "\x00", ".\x00")):
        line = (start + piece * LONGEST_BOILERPLATE)[: LONGEST_BOILERPLATE - len(end)] + end
        for pattern in boilerplate.patterns:
            pattern.search(line)


def test_a_hostile_line_of_a_hundred_thousand_characters_is_kept(boilerplate: Boilerplate) -> None:
    for piece in ("share ", "photo: A ", "-", "© 2020 ", "a, "):
        assert not boilerplate.match(piece * 100_000)


def test_the_seeds_lose_their_leavings_and_nothing_else(boilerplate: Boilerplate, outside: Path) -> None:
    folder = outside / "seeds"
    if not folder.is_dir():
        pytest.skip(f"no seeds in {outside}")
    gone: list[str] = []
    for file in sorted(folder.glob("*.txt")):
        text = read_text(file, limit=1_000_000)
        reading = without_boilerplate(read_file, boilerplate)(file.name, file.read_bytes())
        kept = reading.blocks
        gone += [each.text.casefold() for each in reading.left_out]
        for paragraph in kept:
            assert paragraph.text in text
            for word in (
                "flickr",
                "logo",
                "enter your",
                "one click",
                "thank you",
                "contribution",
                "none found",
                "youtube",
            ):
                assert word not in paragraph.text.casefold()
    for word in (
        "flickr",
        "logo",
        "comment",
        "your name",
        "one click",
        "thank you",
        "contribution",
        "none found",
        "youtube",
    ):
        assert any(word in line for line in gone)
    assert len(gone) == 16
