"""Documents: whether they can be read, whether anybody may see them, and which wait for a review."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from bot.core.access import Access
from bot.core.corpus import Corpus
from bot.core.counting import counted, some_of
from bot.core.errors import SearchError, StoreError
from bot.core.model import Standing
from bot.doctor.finding import Finding
from bot.library.live_corpus import LiveCorpus
from bot.library.snapshot import Snapshot
from bot.settings import Settings

# Documents, that one line names.
MOST_NAMED = 10


def check_corpus(snapshot: Snapshot, settings: Settings, access: Access, today: date) -> Iterator[Finding]:
    """What is wrong with files, how much there is, what ranks it, which reviews are due, and what nobody may see."""
    for fault in snapshot.faults:
        yield Finding("corpus", False, f"{fault.place}: {fault.what}", fault.mend)
    yield _count(snapshot.corpus, settings)
    yield from _overdue(snapshot.corpus, today)
    yield from _undeclared(snapshot.corpus, access)
    yield Finding("engine", True, f"{snapshot.engine} ranks the passages (search.engine = {settings.search.engine})")
    if comparing := snapshot.index.comparing:
        says = f"{comparing.model} in {settings.search.model}, {comparing.count:,} texts encoded"
        yield Finding("encoder", True, says)


def check_following(live: LiveCorpus) -> Iterator[Finding]:
    """Whether a replica without documents has got what the one with documents has told."""
    try:
        live.refresh()
    except (SearchError, StoreError) as error:
        says = f"{live.lacking or 'what is new cannot be fetched'}: {error}"
        remedy = "see that the replica with the documents runs, with this version of policybot and of Python"
        yield Finding("following", False, says, remedy)
        return
    if live.lacking:
        yield Finding("following", False, live.lacking, "start the replica that has the documents")
    else:
        says = f"at revision {live.snapshot.corpus.revision} of the replica that has the documents"
        yield Finding("following", True, f"{says}; run `policybot doctor` there to see what is wrong with its files")


def _count(corpus: Corpus, settings: Settings) -> Finding:
    count = f"{counted(len(corpus.articles), 'document')}, {counted(len(corpus.passages), 'passage')}"
    if settings.opensearch.follow:
        return Finding("corpus", True, f"{count} from another replica")
    count = f"{count} in {settings.corpus}"
    if not corpus.articles:
        return Finding("corpus", False, f"no document in {settings.corpus}", "add one: policybot add FILE")
    if all(article.attribution.standing is Standing.EXAMPLE for article in corpus.articles):
        return Finding("corpus", True, f"{count}, only the examples", "add your own with: policybot add FILE")
    return Finding("corpus", True, count)


def _overdue(corpus: Corpus, today: date) -> Iterator[Finding]:
    """Documents that somebody was to review by a day that has passed, the oldest first."""
    due = [(each.review_by, each.id, each.owner) for each in corpus.articles if each.review_by]
    late = sorted(each for each in due if each[0] < today)
    if late:
        told = [f"{name} ({', '.join(filter(None, (day.isoformat(), owner)))})" for day, name, owner in late]
        remedy = "check whether they still hold, and set a new `review_by`"
        yield Finding(
            "reviews", True, f"{len(late):,} past the day of their review: {some_of(told, MOST_NAMED)}", remedy
        )


def _undeclared(corpus: Corpus, access: Access) -> Iterator[Finding]:
    """Collections that documents name and no setting does: nobody may see them."""
    names = Counter(known.collection for known in corpus.attributions if known.collection)
    for name in access.undeclared(names):
        what = f"{names[name]} documents name the collection {name!r}, and no [[collections]] in the settings does"
        remedy = "add it to [[collections]], or correct the name in the documents"
        yield Finding("collections", False, f"{what}: nobody may see them", remedy)
