"""Unanswered questions, shown to curators: from each one press leads to an answer, or to a synonym."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.core.answering import citing
from bot.core.answering.unknown_words import Proposal
from bot.core.audit import Action, Audit, act_of
from bot.core.counting import counted, people, some_of
from bot.core.curation.own_answers import OwnAnswers
from bot.core.curation.report import Report
from bot.core.curation.requests import AddSynonym
from bot.core.digests.digest_wording import shortened
from bot.core.question_log import Gap
from bot.core.requests import Handled, Request
from bot.core.roles import NOT_A_CURATOR
from bot.slack.api import kit
from bot.slack.api.delivery import Delivery
from bot.slack.api.kit import Block, said
from bot.slack.api.message import Message, sentence_message, whole_message
from bot.slack.curation.hand_over_blocks import About, answer_buttons, proposal_blocks, synonym_button

MOST_SHOWN, MOST_AT_HOME, MOST_DOCUMENTS = 10, 4, 3
LONGEST_QUESTION = 200
GAPS = "Unanswered questions:"
NO_GAPS = "There were no unanswered questions in the last four weeks."
HIDDEN = "Not shown: {questions} asked privately, by fewer than three people each."
ADDED = "Added: questions about “{asked}” now also find “{said}”."
KNOWN = "That synonym is already there."
TITLE = "For curators"


@dataclass(frozen=True, slots=True)
class Proposed:
    """A gap, and what may be another word for what it asks for."""

    gap: Gap
    proposal: Proposal | None


@dataclass(frozen=True, slots=True)
class GapDesk:
    """Shows gaps, and adds synonyms. `report` is what a curator may see in a place at this moment; `proposals` are what
    may be other words for what some questions ask for, to a curator in a place; `is_curator`, whether somebody is one.
    """

    report: Callable[[str, str], Report]
    proposals: Callable[[Sequence[str], str, str], Sequence[Proposal | None]]
    is_curator: Callable[[str | None, str | None], bool]
    answers: OwnAnswers
    changed: Callable[[], None]
    audit: Audit
    delivery: Delivery

    def message(self, person: str, place: str) -> Message:
        """The gaps, each with its buttons."""
        report = self.report(person, place)
        shown = self._proposed(report, person, place, MOST_SHOWN)
        hidden = report.gaps.hidden
        more = HIDDEN.format(questions=counted(hidden, "question")) if hidden else ""
        if not shown:
            return sentence_message(more or NO_GAPS)
        blocks = [block for each in shown for block in gap_blocks(each)]
        return whole_message([said(GAPS, bold=True), *blocks, *([said(more)] if more else [])])

    def section(self, person: str, conversation: str) -> list[Block]:
        """What stands in the home of a curator; nothing in that of anybody else."""
        if not self.is_curator(person, None):
            return []
        report = self.report(person, conversation)
        shown = self._proposed(report, person, conversation, MOST_AT_HOME)
        gaps = [block for each in shown for block in gap_blocks(each)]
        heading: Block = {"type": "header", "text": kit.plain(TITLE)}
        return [heading, *overview_blocks(report), *([said(GAPS, bold=True), *gaps] if gaps else [said(NO_GAPS)])]

    def add(self, request: Request[AddSynonym]) -> Handled:
        """Adds what a curator found to be another word."""
        wanted = request.payload
        if not self.is_curator(request.person, request.place or None):
            return self._told(request, NOT_A_CURATOR, "not a curator")
        proposal = Proposal(wanted.asked, wanted.said)
        if not self.answers.add_synonym(proposal.line, request.person, request.received):
            return self._told(request, KNOWN, "known")
        self.audit.record(act_of(request, Action.ADDED_SYNONYM, proposal.line))
        self.changed()
        return self._told(request, ADDED.format(asked=wanted.asked, said=wanted.said), "added")

    def _proposed(self, report: Report, person: str, place: str, most: int) -> Sequence[Proposed]:
        gaps = report.gaps.shown[:most]
        proposals = self.proposals([gap.question for gap in gaps], person, place)
        return [Proposed(gap, proposal) for gap, proposal in zip(gaps, proposals, strict=True)]

    def _told(self, request: Request[AddSynonym], sentence: str, outcome: str) -> Handled:
        if url := request.payload.response_url:
            body = {"response_type": "ephemeral", "replace_original": False, **sentence_message(sentence).arguments}
            self.delivery.respond(url, body)
        return Handled(outcome)


def gap_blocks(proposed: Proposed) -> list[Block]:
    """A gap with the buttons to answer it, and to add what may be another word."""
    gap, proposal = proposed.gap, proposed.proposal
    question = shortened(gap.question, LONGEST_QUESTION)
    times = f", {gap.times} times" if gap.times > gap.people else ""
    since = citing.day(gap.since.date())
    lines = [
        kit.section(
            [
                kit.text(question, bold=True),
                kit.text(f" · {people(gap.people)}{times}, since {since}"),
            ]
        )
    ]
    buttons = answer_buttons(About(gap.question))
    more = proposal_blocks(proposal) if proposal else []
    buttons += [synonym_button(proposal)] if proposal else []
    return [kit.rich_text(lines), *more, kit.actions(buttons)]


def overview_blocks(report: Report) -> list[Block]:
    """How many questions were answered, and which documents want a look, in a few lines."""
    lines = [f"{report.answered} of {report.questions} questions answered since {citing.day(report.since)}"]
    if report.waiting:
        lines.append(f"{counted(report.waiting, 'question')} waiting for a curator")
    if report.to_review:
        lines.append(f"{counted(report.to_review, 'pinned answer')} to review: what they quote has changed or is gone")
    lines += [
        f"Did not help: “{shortened(each.question, LONGEST_QUESTION)}” ({each.marked.did_not})"
        f"{_why(each.marked.reasons)}"
        for each in report.unhelpful[:MOST_DOCUMENTS]
    ]
    lines += [
        f"Quoted {counted(each.quoted, 'time')}: {each.label}, {each.why}" for each in report.stale[:MOST_DOCUMENTS]
    ]
    lines += [
        f"Review overdue since {citing.day(each.since)}: {each.label}" for each in report.overdue[:MOST_DOCUMENTS]
    ]
    if report.lacking:
        named = some_of([each.label for each in report.lacking], MOST_DOCUMENTS)
        lines.append(f"{counted(len(report.lacking), 'document')} without a title, date or owner: {named}")
    items = [kit.section([kit.text(line[:500])]) for line in lines]
    return [kit.rich_text([kit.bullets(items)])]


def _why(reasons: Sequence[str]) -> str:
    return f": {'; '.join(kit.one_line(each)[:150] for each in reasons[:3])}" if reasons else ""
