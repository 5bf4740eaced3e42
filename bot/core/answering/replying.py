"""Message → Answer: small talk by what the corpus is about, a question without the courtesies around it."""

from dataclasses import replace
from datetime import date

from bot.core.answering.answer import Policy, Sources, answer
from bot.core.answering.introducing import introduce
from bot.core.answering.receipts import receipt_id
from bot.core.answering.small_talk import SmallTalk
from bot.core.corpus import Corpus
from bot.core.model import Answer, Outcome, Question, Scope


def reply(  # noqa: PLR0913, PLR0917  # an answer needs four of them, an introduction the other two
    question: Question, sources: Sources, policy: Policy, today: date, corpus: Corpus, small_talk: SmallTalk
) -> Answer:
    """Answers what was said; `corpus` is what `sources` search. Never raises for what a person may type."""

    def ask(words: str, earlier: tuple[str, ...] = ()) -> Answer:
        return answer(replace(question, text=words, earlier=earlier), sources, policy, today)

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
    answered = ask(talk.question, tuple(each.question for each in earlier if each.kind is None))
    receipt = answered.receipt and receipt_id(question, today, answered.revision)
    return replace(answered, question=question, receipt=receipt)
