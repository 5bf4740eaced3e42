"""Which document somebody means who types its name or its title."""

from bot.core.answering import filters
from bot.core.corpus import Corpus
from bot.core.model import Attribution
from bot.core.names import resolved, short_names


def documents_named(corpus: Corpus, name: str) -> list[Attribution]:
    """The document of this name, or that whose name ends in it; else those whose titles hold all these words."""
    known = {each.article: each for each in corpus.attributions}
    meant = resolved(name, known, short_names(known))
    if meant is not None:
        return [known[meant]]
    titles = {each.article: each.label for each in corpus.attributions}
    fitting = filters.matching(titles.values(), [name])
    return [each for each in corpus.attributions if titles[each.article] in fitting]
