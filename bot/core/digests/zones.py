"""Time zones as people type them: Europe/Berlin, europe/berlin, Berlin, New York, GMT+2 (two hours ahead)."""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import lru_cache

from bot.core.digests.subscriptions import ParseError
from bot.core.text import analysis

OFFERED = 3
_LONGEST = 60
_NO_PLACES = frozenset({"Factory", "localtime", "posixrules"})
_CONTINENTS = tuple(
    f"{name}/"
    for name in "Europe America Asia Africa Australia Pacific Atlantic Indian Antarctica Arctic".split()  # best first
)
_OFFSET = re.compile(r"(?:(?:utc|gmt|z)\s?)?(?P<sign>[+\-−–])\s?(?P<hours>[0-9]{1,2})(?:[:.]?(?P<minutes>[0-9]{2}))?")
_FIXED = re.compile(r"Etc/GMT(?P<sign>[+-])(?P<hours>[0-9]{1,2})")
# What people call their time. Each names a season, not a place, so that it would be wrong for half of the year.
_SEASONS = {
    "pst pdt pt pacific": ("America/Los_Angeles",),
    "mst mdt mt mountain": ("America/Denver", "America/Phoenix"),
    "cst cdt ct central": ("America/Chicago", "Asia/Shanghai"),
    "est edt et eastern": ("America/New_York", "Australia/Sydney"),
    "bst": ("Europe/London",),
    "ist": ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"),
    "cest mez mesz": ("Europe/Berlin", "Europe/Paris"),
    "eest": ("Europe/Athens", "Europe/Helsinki"),
    "msk": ("Europe/Moscow",),
    "jst": ("Asia/Tokyo",),
    "aest aedt": ("Australia/Sydney", "Australia/Brisbane"),
    "nzst nzdt": ("Pacific/Auckland",),
}
_BY_SEASON = {name: places for names, places in _SEASONS.items() for name in names.split()}


def read(text: str, zones: frozenset[str]) -> str | ParseError:
    """The zone of `zones` that is meant by a text that can mean nothing else, or which one may be."""
    found = named(text, zones) or refusal(text, zones)
    if found is None:
        near = nearest(text, zones)
        found = offer(text, near) if near else _none(text)
    return found


def named(text: str, zones: frozenset[str]) -> str | None:
    """The zone of `zones` that is meant: by its name, by its last part if no other place has that, or by how many whole
    hours it is ahead of UTC; else None."""
    folded = _folded(text)
    if len(folded) > _LONGEST or folded in _BY_SEASON:
        return None
    if offset := _OFFSET.fullmatch(folded):
        zone = _fixed(offset)
        return zone if zone in zones else None
    found = _by_name(zones).get(folded, ())
    return found[0] if len(found) == 1 else None


def displayed(zone: str) -> str:
    """A zone as people read it: its name, but GMT+2 for Etc/GMT-2, whose sign is the other way round (POSIX)."""
    fixed = _FIXED.fullmatch(zone)
    return f"GMT{'-' if fixed['sign'] == '+' else '+'}{fixed['hours']}" if fixed else zone


def _fixed(offset: re.Match[str]) -> str | None:
    """The IANA zone that is so many hours ahead of UTC all year; None if they are not whole."""
    hours, minutes = int(offset["hours"]), int(offset["minutes"] or 0)
    if minutes:
        return None
    return f"Etc/GMT{'-' if offset['sign'] == '+' else '+'}{hours}" if hours else "UTC"


def refusal(text: str, zones: frozenset[str]) -> ParseError | None:
    """Why this is no zone, and which may be meant; None if it is not plain that it is meant as one."""
    folded, shown = _folded(text)[:_LONGEST], text[:_LONGEST]
    if folded in _BY_SEASON:
        return ParseError(f"“{shown}” is not the time of a place all year; did you mean {_any(_BY_SEASON[folded])}?")
    if _OFFSET.fullmatch(folded):
        return ParseError(f"“{shown}” is the time of no zone; write whole hours (GMT+2), or a place (Asia/Kolkata).")
    if "/" not in text:
        return None
    near = nearest(text, zones)
    if near:
        return offer(text, near)
    return _none(shown)


def _none(text: str) -> ParseError:
    return ParseError(f"There is no time zone “{text[:_LONGEST]}”; write an IANA name, such as Europe/Berlin.")


def offer(text: str, near: Iterable[str]) -> ParseError:
    """That there is no such zone, and the ones that are near."""
    return ParseError(f"There is no time zone “{text[:_LONGEST]}”; did you mean {_any(near)}?")


def nearest(text: str, zones: frozenset[str]) -> tuple[str, ...]:
    """The zones that are spelt most nearly like this, the nearest first, at most OFFERED."""
    folded = _folded(text)[:_LONGEST]
    names = _by_name(zones)
    close = get_close_matches(folded, names, n=OFFERED, cutoff=0.76)
    found = dict.fromkeys(zone for name in [folded, *close] for zone in names.get(name, ()))
    return tuple(found)[:OFFERED]


@lru_cache(maxsize=4)
def _by_name(zones: frozenset[str]) -> Mapping[str, tuple[str, ...]]:
    """Folded names, whole or the last part → the zones that they may mean."""
    names: dict[str, list[str]] = {}
    for zone in sorted(zones - _NO_PLACES, key=lambda zone: (_rank(zone), len(zone), zone)):
        names.setdefault(_folded(zone.rpartition("/")[2]), []).append(zone)
    ends = {name: _one_place(meant) for name, meant in names.items()}
    return ends | {_folded(zone): (zone,) for zone in zones - _NO_PLACES}


def _one_place(meant: list[str]) -> tuple[str, ...]:
    """One name of several, where they are names of one place: on one continent, or at the border of two."""
    on_land = [zone for zone in meant if zone.startswith(_CONTINENTS[:4])]
    return (on_land[0],) if on_land else tuple(meant)


def _rank(zone: str) -> int:
    return next((at for at, start in enumerate(_CONTINENTS) if zone.startswith(start)), len(_CONTINENTS))


def _folded(text: str) -> str:
    return " ".join(analysis.fold(text).replace("_", " ").split())


def _any(zones: Iterable[str]) -> str:
    *others, last = zones
    return f"{', '.join(others)} or {last}" if others else last
