"""Message → Answer: small talk by what the corpus is about, a question without the courtesies around it."""

from dataclasses import replace
from datetime import date

from bot.core.answering import wording
from bot.core.answering.answer import Sources, answer
from bot.core.answering.going_on import goes_on, parts_of, together
from bot.core.answering.introducing import examples, introduce
from bot.core.answering.policy import Policy
from bot.core.answering.receipts import choices, receipt_id
from bot.core.answering.small_talk import SmallTalk
from bot.core.corpus import Corpus
from bot.core.model import Answer, Outcome, Question, Scope


def reply(  # noqa: PLR0913, PLR0917  # an answer needs four of them, an introduction the other two
    question: Question, sources: Sources, policy: Policy, today: date, corpus: Corpus, small_talk: SmallTalk
) -> Answer:
    """Answers what was said; `corpus` is what `sources` search. Never raises for what a person may type."""

    def ask(words: str, earlier: tuple[str, ...] = ()) -> Answer:
        return answer(replace(question, text=words, earlier=earlier), sources, policy, today)

    def ask_on(words: str, earlier: tuple[str, ...]) -> Answer:
        """What earlier questions ask besides must not hide what answers this one, if it can stand by itself."""
        read_with_them = ask(words, earlier)
        if not earlier or _is_firm(read_with_them) or goes_on(words):
            return read_with_them
        alone = ask(words)
        return alone if _is_firm(alone) else read_with_them

    if len(question.text) > policy.longest_question:
        return ask(question.text, question.earlier)
    talk = small_talk.read(question.text)
    if talk.kind is not None:
        said = introduce(talk, small_talk, corpus, Scope(collections=question.audience.collections), ask)
        return Answer(
            question,
            Outcome.SMALL_TALK,
            sources.index.revision,
            kind=talk.kind,
            said=said.sentences,
            suggestions=said.questions,
        )
    earlier = (small_talk.read(each) for each in question.earlier)
    before = tuple(each.question for each in earlier if each.kind is None)
    parts = parts_of(talk.question, today)
    answers = [_in_one_message(ask_on(part, (*before, *parts[:at])), parts[:at]) for at, part in enumerate(parts)]
    answered = answers[0] if len(answers) == 1 else together(answers, policy.quotations)
    receipt = answered.receipt and receipt_id(question, today, answered.revision, choices(answered))
    return replace(answered, question=question, receipt=receipt)


def prompts(sources: Sources, policy: Policy, today: date, corpus: Corpus) -> tuple[str, ...]:
    """Questions that the corpus answers, to begin a conversation with."""
    return examples(corpus.attributions, corpus, lambda words: answer(Question(words), sources, policy, today))


def _is_firm(answer: Answer) -> bool:
    return answer.answered and not answer.weak


def _in_one_message(answer: Answer, parts_before: tuple[str, ...]) -> Answer:
    """The answer to a part of a message, which need not say that it was read with the part before it."""
    told = {wording.read_with(each) for each in parts_before}
    return replace(answer, notes=tuple(note for note in answer.notes if note not in told))
