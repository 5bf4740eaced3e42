"""All that `policybot doctor` looks at, one after the other."""

from collections.abc import Iterator
from contextlib import closing

from bot.core.access import NoDirectory
from bot.core.errors import ConfigurationError, StoreError
from bot.doctor.choices import check_choices
from bot.doctor.corpus import check_corpus
from bot.doctor.finding import Finding
from bot.doctor.slack import check_slack
from bot.doctor.sources import check_sources
from bot.doctor.state import check_state
from bot.library.library import open_library, read_boilerplate
from bot.settings import Settings, Tokens
from bot.wiring.access import access_of
from bot.wiring.sources import feeds_of
from bot.wiring.state import open_state, place_of


def findings(settings: Settings, tokens: Tokens) -> Iterator[Finding]:
    """What `policybot run` needs, a line each. What cannot be opened is a finding, too."""
    try:
        yield from check_corpus(open_library(settings).snapshot, settings, access_of(settings, NoDirectory()))
    except ConfigurationError as error:
        yield Finding("corpus", False, str(error))
    try:
        yield from _state(settings)
        read_boilerplate(settings.boilerplate)
        yield Finding("boilerplate", True, f"{settings.boilerplate} can be read")
    except (ConfigurationError, StoreError) as error:
        yield Finding("files", False, str(error))
    yield from check_choices(settings)
    yield from check_slack(settings, tokens)


def _state(settings: Settings) -> Iterator[Finding]:
    with closing(open_state(settings)) as store:
        yield from check_state(place_of(settings), store.inbox, store.posts)
        yield from check_sources(settings, feeds_of(settings), store.curation.candidates)
