"""Documents: whether they can be read, and whether anybody may see them."""

from collections import Counter
from collections.abc import Iterator

from bot.core.access import Access
from bot.core.corpus import Corpus
from bot.core.model import Standing
from bot.doctor.finding import Finding
from bot.library.snapshot import Snapshot
from bot.settings import Settings


def check_corpus(snapshot: Snapshot, settings: Settings, access: Access) -> Iterator[Finding]:
    """What was wrong with files, how many documents there are, who may see none, and what compares meanings."""
    for fault in snapshot.faults:
        yield Finding("corpus", False, str(fault))
    yield _count(snapshot.corpus, settings)
    yield from _undeclared(snapshot.corpus, access)
    if comparing := snapshot.index.comparing:
        says = f"{comparing.model} in {settings.search.model}, {comparing.count:,} texts encoded"
        yield Finding("encoder", True, says)


def _count(corpus: Corpus, settings: Settings) -> Finding:
    count = f"{len(corpus.articles)} articles, {len(corpus.passages)} passages in {settings.corpus}"
    if not corpus.articles:
        return Finding("corpus", False, f"no article in {settings.corpus}; add one: policybot add FILE")
    if all(article.attribution.standing is Standing.EXAMPLE for article in corpus.articles):
        return Finding("corpus", True, f"{count}, only the examples; add your own with: policybot add FILE")
    return Finding("corpus", True, count)


def _undeclared(corpus: Corpus, access: Access) -> Iterator[Finding]:
    """Collections that documents name and no setting does: nobody may see them."""
    names = Counter(known.collection for known in corpus.attributions if known.collection)
    for name in access.undeclared(names):
        what = f"{names[name]} documents name the collection {name!r}, and no [[collections]] in the settings does"
        yield Finding("collections", False, f"{what}: nobody may see them")
