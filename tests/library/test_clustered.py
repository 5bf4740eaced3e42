"""A library whose passages are ranked by a search cluster answers as one that ranks them itself."""

import uuid
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.core.answering.policy import Policy
from bot.core.changes.history import Past
from bot.core.changes.revisions import Revision
from bot.core.errors import ConfigurationError, SearchError
from bot.core.model import Question
from bot.core.ports import LEADING
from bot.doctor.cluster import check_cluster
from bot.library.engine import silent
from bot.library.keeping_up import follower_of
from bot.library.library import Library, open_library, read_synonyms
from bot.service.news import note_news
from bot.settings import OpenSearchSettings, Search, Settings
from bot.settings.reading import read_settings
from bot.store.sql import open_store
from tests.library.libraries import ANYTHING_GOES, QUESTION, TODAY, afresh, answer, told, write
from tests.opensearch.front import PASSWORD, USER, authority, fronted
from tests.opensearch.indexes import HOSTS, needs_cluster

# A port of this machine at which nobody listens.
NOBODY = "http://127.0.0.1:9"


def chosen(corpus: Path, state: Path, *hosts: str, user: str = "", ca: Path | None = None) -> Settings:
    """Settings for the cluster, with a prefix of its own for each state folder."""
    prefix = f"tests-{uuid.uuid5(uuid.NAMESPACE_URL, str(state)).hex[:8]}"
    cluster = OpenSearchSettings(hosts=hosts or tuple(HOSTS), prefix=prefix, replicas=0, user=user, ca=ca)
    return Settings(corpus=corpus, state=state, search=Search(engine="opensearch"), opensearch=cluster)


def clustered(corpus: Path, state: Path, *hosts: str) -> Library:
    """A library in the cluster."""
    return open_library(chosen(corpus, state, *hosts))


@needs_cluster
def test_answers_and_receipts_are_those_of_the_engine_in_the_process(corpus: Path, state: Path) -> None:
    library = clustered(corpus, state)
    assert library.snapshot.engine == "opensearch"
    for words in (QUESTION, "How much leave is there in case 3?", "parentz leave", '"weeks of leave" -12'):
        assert told(library, words) == told(afresh(corpus), words)


@needs_cluster
def test_what_changes_is_answered_from_at_once_and_by_another_replica(corpus: Path, state: Path) -> None:
    library = clustered(corpus, state)
    write(corpus, "leave-1", "Parents get 99 weeks of leave in case 1.")
    (corpus / "leave-2.md").unlink()
    write(corpus, "more", "Parents get no more weeks of leave.")
    assert library.refresh()
    assert told(library, QUESTION) == told(afresh(corpus), QUESTION)
    assert told(clustered(corpus, state), QUESTION) == told(afresh(corpus), QUESTION)


@needs_cluster
def test_a_replica_without_documents_answers_as_the_one_that_has_them(corpus: Path, state: Path) -> None:
    with closing(open_store(state / "shared.db")) as store:
        leader = clustered(corpus, state)
        token = store.leases.take(LEADING, "leader", datetime.now(UTC), datetime.max.replace(tzinfo=UTC)).token or 0
        settings = chosen(corpus / "nowhere", state)
        follower = Library(follower_of(settings, silent, store), read_synonyms(settings.synonyms))
        assert follower.refresher.lacking
        write(corpus, "more", "Parents get no more weeks of leave.")
        leader.refresh()
        note_news(leader.snapshot.corpus, datetime.now(UTC), store.changes, leader.snapshot.inventory.contents)
        store.leases.tell(LEADING, token, leader.snapshot.corpus.revision)
        assert follower.refresh()
        for words in (QUESTION, "How much leave is there in case 3?", '"no more weeks"'):
            assert told(follower, words) == told(leader, words)
        was = Revision(datetime(2020, 1, 1, tzinfo=UTC), ("Parents got 40 weeks of leave.",))
        asked = Question(QUESTION, as_of=date(2021, 1, 1))
        then = [
            each.answer(asked, ANYTHING_GOES, TODAY, lambda _: Past({"leave-1": [was]})) for each in (leader, follower)
        ]
        assert then[0] == then[1]


@needs_cluster
def test_the_answers_of_an_earlier_day_are_those_of_that_day(corpus: Path, state: Path) -> None:
    write(corpus, "dated", "Parents get 50 weeks of leave in this case.").write_text(
        "---\ntitle: dated\npublished: 2020-01-01\n---\n\nParents get 50 weeks of leave in this case.\n"
    )

    def history(_: datetime) -> Past:
        return Past({"dated": [Revision(datetime(2020, 1, 1, tzinfo=UTC), ("Parents got 40 weeks of leave.",))]})

    asked = Question(QUESTION, as_of=date(2021, 1, 1))
    found = [each.answer(asked, ANYTHING_GOES, TODAY, history) for each in (clustered(corpus, state), afresh(corpus))]
    assert [quotation.text for quotation in found[0].quotations] == ["Parents got 40 weeks of leave."]
    assert found[0].quotations == found[1].quotations


@needs_cluster
def test_who_sees_a_collection_alone_gets_the_answers_of_a_library_of_it(corpus: Path, state: Path) -> None:
    own = corpus / "own.md"
    own.write_text("---\ntitle: own\ncollection: hr\n---\n\nParents get 7 weeks of leave.\n")
    some = frozenset({"hr"})
    found = answer(clustered(corpus, state), QUESTION, seen=some)
    assert found.quotations == answer(afresh(corpus), QUESTION, seen=some).quotations
    assert [each.attribution.article for each in found.quotations] == ["own"]


@needs_cluster
def test_a_cluster_that_wants_tls_and_a_password_is_published_to_and_asked_and_is_sound(
    corpus: Path, state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = authority(tmp_path / "ours.pem")
    monkeypatch.setenv("OPENSEARCH_PASSWORD", PASSWORD)
    with fronted(HOSTS[0], ours.certify(tmp_path / "node.pem")) as address:
        settings = chosen(corpus, state, address, user=USER, ca=ours.file)
        library = open_library(settings)
        assert told(library, QUESTION) == told(afresh(corpus), QUESTION)
        write(corpus, "more", "Parents get no more weeks of leave.")
        assert library.refresh()
        assert told(library, QUESTION) == told(afresh(corpus), QUESTION)
        cluster = library.refresher.indexer.cluster
        assert cluster is not None
        assert [each.sound for each in check_cluster(settings.opensearch, cluster.health)] == [True]


def test_a_library_opens_without_its_cluster_and_says_what_is_wrong_when_it_is_asked(corpus: Path, state: Path) -> None:
    pytest.importorskip("opensearchpy", reason="the extra opensearch is not installed")
    library = clustered(corpus, state, NOBODY)
    assert len(library.snapshot.corpus.articles) == 5
    with pytest.raises(SearchError, match="cannot be reached"):
        library.answer(Question(QUESTION), Policy(), TODAY)
    write(corpus, "more", "Parents get no more weeks of leave.")
    assert not library.refresh()
    assert len(library.snapshot.corpus.articles) == 5
    assert library.verify("Parents get 10 weeks of leave in case 0.").matches[0].exact


def test_the_file_of_an_authority_that_is_not_there_is_said_so(corpus: Path, state: Path) -> None:
    pytest.importorskip("opensearchpy", reason="the extra opensearch is not installed")
    with pytest.raises(ConfigurationError, match="no file"):
        open_library(chosen(corpus, state, NOBODY, ca=state / "nowhere.pem"))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ('[search]\nengine = "opensearch"', "opensearch.hosts"),
        ('[search]\nengine = "opensearch"\nmodel = "models/small"', "leave search.model empty"),
        ("[opensearch]\nfollow = true", 'set search.engine = "opensearch"'),
        ('[search]\nengine = "opensearch"\n[opensearch]\nhosts = ["https://a:9200"]\nfollow = true', "set database"),
        ('[opensearch]\nhosts = ["https://me:secret@search-1:9200"]', "without a path, a name or a password"),
    ],
    ids=["no nodes", "an encoder", "following nobody", "following without a database", "a password"],
)
def test_settings_that_no_cluster_can_be_asked_by_are_said_to_be_so(tmp_path: Path, said: str, told: str) -> None:
    file = tmp_path / "policybot.toml"
    file.write_text(said)
    with pytest.raises(ConfigurationError, match=told) as error:
        read_settings(file)
    assert "secret" not in str(error.value)
