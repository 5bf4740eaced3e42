"""All that `policybot doctor` looks at, one after the other."""

import os
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bot.core.access import NoDirectory
from bot.core.errors import ConfigurationError, StoreError
from bot.doctor.choices import check_choices
from bot.doctor.cluster import check_cluster
from bot.doctor.corpus import check_corpus, check_following
from bot.doctor.finding import Finding
from bot.doctor.machine import check_folder, check_machine
from bot.doctor.places import check_places
from bot.doctor.slack import check_slack
from bot.doctor.sources import check_sources
from bot.doctor.state import check_deliveries, check_state
from bot.library.library import open_library
from bot.library.places import read_boilerplate
from bot.settings import SECRETS, Settings, Tokens
from bot.settings.reading import DEFAULT_FILE
from bot.slack.api.client import build_client
from bot.slack.api.directory import SlackDirectory
from bot.slack.api.people import People
from bot.store.upgrading import known_revisions
from bot.wiring.access import access_of
from bot.wiring.sources import feeds_of
from bot.wiring.state import open_state, place_of


def findings(settings: Settings, tokens: Tokens, file: Path = DEFAULT_FILE) -> Iterator[Finding]:
    """What `policybot run` needs, a line each; `file` is that of the settings. What cannot be opened is a finding."""
    folder = check_folder(settings, file)
    yield folder
    if not folder.sound:
        return  # a look at the rest would make a state folder here, and say the same
    now = datetime.now(UTC)
    try:
        library, access = open_library(settings), access_of(settings, NoDirectory())
        yield from check_corpus(library.snapshot, settings, access, now.date())
        if settings.opensearch.follow:
            yield from check_following(library.refresher)
        if cluster := library.refresher.indexer.cluster:
            yield from check_cluster(settings.opensearch, cluster.health)
    except ConfigurationError as error:
        yield _as_finding("corpus", error)
    try:
        yield from _state(settings, now)
    except (ConfigurationError, StoreError) as error:
        yield _as_finding("state", error)
    try:
        read_boilerplate(settings.boilerplate)
        yield Finding("boilerplate", True, f"{settings.boilerplate} can be read")
    except ConfigurationError as error:
        yield _as_finding("boilerplate", error)
    yield from check_machine(settings, os.environ, SECRETS)
    yield from check_choices(settings)
    yield from check_slack(settings, tokens)
    if tokens.bot_token:
        client = build_client(tokens.bot_token.get_secret_value(), settings.slack.api_url)
        yield from check_places(settings, SlackDirectory(client).known_groups, People(client).may_post)


def _state(settings: Settings, now: datetime) -> Iterator[Finding]:
    with closing(open_state(settings)) as store:
        yield from check_state(place_of(settings), known_revisions()[-1], partial(store.marks.note, "doctor", now))
        yield from check_deliveries(store.inbox, store.posts, store.damaged())
        yield from check_sources(settings, feeds_of(settings), store.curation.candidates)


def _as_finding(subject: str, error: Exception) -> Finding:
    says, _, remedy = str(error).partition("; ")
    return Finding(subject, False, says, remedy)
