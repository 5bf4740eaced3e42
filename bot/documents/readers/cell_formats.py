"""The value of a cell and its number format → what Excel shows (ISO/IEC 29500-1, 18.8.30), as far as offices use it.

Dates come out as the format writes them; the format that follows the reader's country as year, month and day.
"""

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

Value = bool | datetime | date | time | timedelta | int | float | str | None
QUOTED = re.compile(r'"([^"]*)"|\\(.)|_.|\*.')
SYMBOL = re.compile(r"\[\$([^\]-]*)(?:-[^\]]*)?\]")
CONDITION = re.compile(r"\[[^\]hms]*\]")
PLACES = re.compile(r"[0#?][0#?,]*(?:\.[0#?]*)?")
DATE_PART = re.compile(r"yyyy|yy|mmmmm|mmmm|mmm|mm|m|dddd|ddd|dd|d|hh|h|ss|s|AM/PM|A/P", re.IGNORECASE)
# Formats that show the day in the way of the reader's country.
OF_COUNTRY = frozenset(("mm-dd-yy", "m/d/yy", "m/d/yyyy", "mm/dd/yy", "mm/dd/yyyy", "general"))


def shown(value: Value, form: str) -> str:
    """A cell in one or several lines, without white space around them."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (datetime, date, time)):
        return _day_or_time(value, form)
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds()) // 60
        return f"{minutes // 60}:{minutes % 60:02}"
    if isinstance(value, (int, float)):
        return _number(value, form)
    return "\n".join(filter(None, (" ".join(line.split()) for line in value.splitlines())))


def _number(value: float, form: str) -> str:
    sections = form.split(";")
    negative = value < 0 and len(sections) > 1 and bool(sections[1])
    section = sections[1] if negative else sections[0]
    # Letters of the format that are only shown are put aside, so that none of them is taken for a sign.
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(next((each for each in match.groups() if each), ""))
        return "\x00"

    plain = CONDITION.sub("", QUOTED.sub(keep, SYMBOL.sub(keep, section)))
    places = PLACES.search(plain)
    if places is None or plain.strip().lower() == "general":
        return f"{value:.15g}"
    digits = _digits(abs(value) if negative else value, places[0], "%" in plain)
    text = plain[: places.start()] + digits + PLACES.sub("", plain[places.end() :])
    for each in kept:
        text = text.replace("\x00", each, 1)
    return " ".join(text.split())


def _digits(value: float, places: str, percent: bool) -> str:
    whole, _, decimals = places.partition(".")
    exact = Decimal(repr(value)) * (100 if percent else 1)
    rounded = exact.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
    if "0" not in decimals and decimals:  # these places are shown only where they say something
        rounded = rounded.normalize() if rounded % 1 else rounded.quantize(Decimal(1))
    text = f"{rounded:,f}" if "," in whole else f"{rounded:f}"
    least = whole.replace(",", "").count("0")
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    return sign + digits.rjust(least + len(digits) - len(digits.partition(".")[0]), "0")


def _day_or_time(value: datetime | date | time, form: str) -> str:
    written = form.split(";", maxsplit=1)[0].split("\\")
    plain = CONDITION.sub("", SYMBOL.sub("", "".join(written))).strip()
    if plain.lower() in OF_COUNTRY or plain.startswith("yyyy-mm-dd") or not DATE_PART.search(plain):
        return _iso(value)
    moment = value if isinstance(value, datetime) else datetime.combine(date(2000, 1, 1), time())
    if isinstance(value, time):
        moment = datetime.combine(date(2000, 1, 1), value)
    elif not isinstance(value, datetime):
        moment = datetime.combine(value, time())
    last = ""

    def part(match: re.Match[str]) -> str:
        nonlocal last
        sign = match[0].lower()
        follows = plain[match.end() :].lstrip(": .")[:1].lower()
        text = _part(
            moment, sign, last.startswith("h") or (sign in ("m", "mm") and follows == "s"), "am/pm" in plain.lower()
        )
        last = sign
        return text

    return " ".join(DATE_PART.sub(part, plain.replace('"', "")).split())


def _part(moment: datetime, sign: str, of_time: bool, twelve: bool) -> str:
    hour = (moment.hour % 12 or 12) if twelve else moment.hour
    if of_time and sign in ("m", "mm"):
        return f"{moment.minute:02}"
    named = {
        "yyyy": f"{moment.year:04}", "yy": f"{moment.year % 100:02}", "mmmm": f"{moment:%B}", "mmm": f"{moment:%b}",
        "mmmmm": f"{moment:%B}"[:1], "mm": f"{moment.month:02}", "m": str(moment.month), "dddd": f"{moment:%A}",
        "ddd": f"{moment:%a}", "dd": f"{moment.day:02}", "d": str(moment.day), "hh": f"{hour:02}", "h": str(hour),
        "ss": f"{moment.second:02}", "s": str(moment.second), "am/pm": f"{moment:%p}", "a/p": f"{moment:%p}"[:1],
    }  # fmt: skip
    return named[sign]


def _iso(value: datetime | date | time) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, date) else value.isoformat("minutes")
