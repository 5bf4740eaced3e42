"""The sections of the settings, but for those that name sources, and who may see what."""

import re
from datetime import time as TimeOfDay  # noqa: N812  # a setting is called `time`
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator


def _time(value: object) -> object:
    match = re.fullmatch(r"(\d{1,2}):(\d{2})", value) if isinstance(value, str) else None
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        raise ValueError("not a time of day; write it as HH:MM, from 00:00 to 23:59")
    return TimeOfDay(int(match[1]), int(match[2]))


def _zone(value: object) -> object:
    try:
        return ZoneInfo(value) if isinstance(value, str) else value
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("not a time zone; write an IANA name such as Europe/Berlin") from None


def _networks(words: tuple[str, ...]) -> tuple[str, ...]:
    from bot.documents.web.addresses import networks  # noqa: PLC0415  # seldom needed

    try:
        networks(words)
    except ValueError:
        raise ValueError("not a network; write an address such as 10.1.2.3, or a range such as 10.0.0.0/8") from None
    return words


class Section(BaseModel):
    """A part of the settings, checked."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Answering(Section):
    """How answers are made."""

    quotations: Annotated[int, Field(ge=1, le=10)] = 3
    floor: Annotated[float, Field(ge=0, le=1)] = 0.04
    weak: Annotated[float, Field(ge=0, le=1)] = 0.2
    next_floor: Annotated[float, Field(ge=0, le=1)] = 0.4
    receipt_days: Annotated[int, Field(ge=1, le=36_500)] = 365
    longest_question: Annotated[int, Field(ge=20, le=1_200)] = 1_000
    seconds: Annotated[float, Field(ge=0.1, le=60)] = 3
    note_changes: bool = False
    note_changes_days: Annotated[int, Field(ge=1, le=365)] = 30
    note_changes_most: Annotated[int, Field(ge=1, le=1_000)] = 20


class Search(Section):
    """What ranks."""

    engine: Literal["auto", "okapi", "postings", "opensearch"] = "auto"
    model: Annotated[Path | None, BeforeValidator(lambda value: value or None)] = None

    @model_validator(mode="after")
    def _fits(self) -> "Search":
        if self.engine == "opensearch" and self.model is not None:
            raise ValueError("a sentence encoder does not work with opensearch; leave search.model empty")
        return self


class OpenSearchSettings(Section):
    """The search cluster, for `search.engine = "opensearch"`. The password of `user` comes from OPENSEARCH_PASSWORD.

    `follow`: the documents come from another replica, by way of the cluster.
    """

    hosts: tuple[Annotated[str, Field(pattern=r"^https?://[^\s/@]+$")], ...] = ()
    ca: Annotated[Path | None, BeforeValidator(lambda value: value or None)] = None
    user: str = ""
    prefix: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")] = "policybot"
    shards: Annotated[int, Field(ge=1, le=64)] = 1
    replicas: Annotated[int, Field(ge=0, le=8)] = 1
    follow: bool = False


class Slack(Section):
    """How the bot stands in Slack."""

    mode: Literal["socket", "http"] = "socket"
    command: Annotated[str, Field(pattern=r"^/[a-z0-9_-]{1,31}$")] = "/policy"
    follow_threads: bool = True
    teams: tuple[Annotated[str, Field(pattern=r"^[TE][A-Z0-9]{2,20}$")], ...] = ()
    api_url: Annotated[str, Field(pattern=r"^https?://[^\s/@]+/(\S*/)?$")] = "https://slack.com/api/"
    workers: Annotated[int, Field(ge=1, le=64)] = 4
    lease: Annotated[int, Field(ge=2, le=3_600)] = 15
    most_a_minute: Annotated[int, Field(ge=1, le=10_000)] = 20
    grace: Annotated[float, Field(ge=0, le=3_600)] = 45
    stop_within: Annotated[int, Field(ge=0, le=600)] = 10


class Http(Section):
    """Where /slack/events answers in HTTP mode."""

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65_535)] = 3000


class HealthSettings(Section):
    """Where /readyz, /livez and /metrics answer; port 0 picks a free one."""

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65_535)] = 3001


class Log(Section):
    """How much is logged, and in which form: `auto` is lines on a terminal and JSON elsewhere."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["auto", "console", "json"] = "auto"


class DigestSettings(Section):
    """Who is told what is new, and when; and who may subscribe channels."""

    channels: tuple[Annotated[str, Field(pattern=r"^[CGD][A-Z0-9]{2,20}$")], ...] = ()
    time: Annotated[TimeOfDay, BeforeValidator(_time)] = TimeOfDay(9, 0)
    zone: Annotated[ZoneInfo, BeforeValidator(_zone)] = ZoneInfo("UTC")
    subscribers: Literal["anyone", "curators"] = "anyone"
    curators_channel: Annotated[str, Field(pattern=r"^([CG][A-Z0-9]{2,20})?$")] = ""
    remind_days: Annotated[int, Field(ge=1, le=365)] = 30
    heartbeat: Annotated[str, Field(pattern=r"^([CGD][A-Z0-9]{2,20})?$")] = ""


class CurationSettings(Section):
    """Answers by curators. `team`: in whose name they are given; `anonymous`: whether who asks may hide their name."""

    team: Annotated[str, Field(min_length=1, max_length=80)] = "the curators"
    anonymous: bool = True


class ReadRequestSettings(Section):
    """How people are reminded of what they are asked to read, and how long it is kept."""

    reminders: Annotated[int, Field(ge=0, le=20)] = 3
    hours_between: Annotated[float, Field(ge=0.001, le=1_000)] = 48
    earliest: Annotated[TimeOfDay, BeforeValidator(_time)] = TimeOfDay(9, 0)
    latest: Annotated[TimeOfDay, BeforeValidator(_time)] = TimeOfDay(17, 0)
    weekends: bool = False
    keep_days: Annotated[int, Field(ge=1, le=36_500)] = 1_095


class Fetching(Section):
    """How far web addresses are followed. `allow`: networks that may be connected to though they are private."""

    seconds: Annotated[float, Field(ge=1, le=600)] = 30
    megabytes: Annotated[int, Field(ge=1, le=1_000)] = 20
    megabytes_a_look: Annotated[int, Field(ge=1, le=10_000)] = 50
    allow: Annotated[tuple[str, ...], AfterValidator(_networks)] = ()
