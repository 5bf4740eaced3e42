"""What is known of an article: by its front matter of any tool, by a YAML file beside it, by options.

Every scalar is read as the text that stands there, so that `title: 2021` stays "2021" and `yes` stays "yes". Keys that
other tools use for the same are understood; the rest are counted and ignored.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from bot.core.model import Reference, Standing
from bot.documents.corpus.days import day_in
from bot.documents.corpus.titles import names_nothing, title_in_words
from bot.documents.faults import Faulty

LONGEST_LINE = 2_000
LONGEST_LIST = 100
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
LINE_END = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# Control characters could steer the terminal that shows them; surrogates cannot be written as UTF-8.
NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
# What other tools call our keys, the likeliest first. A key is looked for without regard to case, `-` and blanks.
CALLED = {
    "title": ("title",),
    "publisher": ("publisher", "organization", "organisation", "site_name"),
    "author": ("author", "authors", "creator", "byline"),
    "published": ("published", "date", "published_at", "publish_date", "date_published", "publication_date", "created"),
    "updated": (
        "updated", "last_modified", "last_modified_at", "last_modified_date", "lastmod", "last_updated", "last_update",
        "modified", "date_modified", "updated_at", "update_date", "revision_date", "git_revision_date",
    ),
    "url": ("url", "canonical_url", "canonical", "link", "source_url"),
    "topics": ("topics", "tags", "tag", "categories", "category", "topic", "labels"),
    "keywords": (
        "keywords", "description", "summary", "excerpt", "abstract", "subtitle", "short_title", "link_title",
        "nav_title", "sidebar_label", "redirect_from", "aliases", "alias",
    ),
    "collection": ("collection",),
    "language": ("language", "lang", "locale"),
    "owner": ("owner", "policy_owner", "owners", "document_owner", "responsible"),
    "standing": ("standing",),
    "based_on": ("based_on",),
    "in_force_from": ("in_force_from", "effective_date", "effective", "effective_from", "date_effective", "valid_from"),
    "in_force_until": ("in_force_until", "effective_until", "valid_until", "valid_to"),
    "review_by": ("review_by", "review_date", "next_review", "next_review_date", "review_due"),
    "supersedes": ("supersedes",),
    "origin": ("origin",),
    "from_source": ("from_source",),
}  # fmt: skip
# Several keys may each bring some of these.
GATHERED = frozenset(("topics", "keywords"))
# A mistake in one of these, by our own name for it, could make the bot quote what is not in force: it is a fault.
VITAL = frozenset(("standing", "in_force_from", "in_force_until", "review_by", "supersedes"))
SAYS_NOTHING = "its `{}` says nothing that can be used"
DRAFTS = {"draft": "true", "unlisted": "true", "published": "false"}


def _line(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError("a list; write one value")
    if len(value) > LONGEST_LINE:
        raise ValueError(f"longer than {LONGEST_LINE:,} characters; write less")
    if LINE_END.search(value):
        raise ValueError("more than one line; write it in one")
    if NO_TEXT.search(value):
        raise ValueError("not plain text; take the control characters out")
    return value


def _date(value: object) -> object:
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not DATE.fullmatch(value):
        raise ValueError("not a date; write it as YYYY-MM-DD, or leave the line out if nobody knows it")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError("no day of the calendar; write it as YYYY-MM-DD") from None


def _url(value: object) -> object:
    if not isinstance(value, str) or not re.fullmatch(r"https?://[^\s/]+\S*", value):
        raise ValueError("not a web address; write it with http:// or https://")
    return value


def _standing(value: object) -> object:
    if not isinstance(value, str) or value not in set(Standing):
        raise ValueError(f"not a standing; write one of {', '.join(Standing)}")
    return value


def _listed(value: object) -> object:
    if isinstance(value, list | tuple) and len(value) > LONGEST_LIST:
        raise ValueError(f"a list of more than {LONGEST_LIST} values; write fewer")
    return [value] if isinstance(value, str) else value


def _reference(value: object) -> object:
    if isinstance(value, Reference):
        return value
    match = re.fullmatch(r"([^#]*[^#\s])\s*(?:#([1-9][0-9]{0,5}))?", value) if isinstance(value, str) else None
    if not match:
        raise ValueError("not a document; write its name, or name#paragraph")
    return Reference(str(_line(match[1])), int(match[2]) if match[2] else None)


Line = Annotated[str, BeforeValidator(_line)]
Lines = Annotated[tuple[Line, ...], BeforeValidator(_listed)]
Day = Annotated[date, BeforeValidator(_date)]
Named = Annotated[Reference, BeforeValidator(_reference)]


class Metadata(BaseModel):
    """The keys that an article may have, all of them optional. `origin` is the path or address it was added from,
    `from_source` the name of the source that brought it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Line | None = None
    publisher: Line | None = None
    author: Line | None = None
    published: Day | None = None
    updated: Day | None = None
    url: Annotated[Line, BeforeValidator(_url)] | None = None
    topics: Lines = ()
    keywords: Lines = ()
    collection: Line | None = None
    language: Line | None = None
    owner: Line | None = None
    standing: Annotated[Standing, BeforeValidator(_standing)] = Standing.UNKNOWN
    based_on: Lines = ()
    in_force_from: Day | None = None
    in_force_until: Day | None = None
    review_by: Day | None = None
    supersedes: Annotated[tuple[Named, ...], BeforeValidator(_listed)] = ()
    origin: Line | None = None
    from_source: Line | None = None

    def as_yaml(self) -> str:
        """The keys that are known, in the order of the format, as YAML that `parse` reads back."""
        known = self.model_dump(exclude_defaults=True)
        plain: dict[str, Any] = {}
        for key, value in known.items():
            if key == "supersedes":
                plain[key] = [str(reference) for reference in self.supersedes]
            elif isinstance(value, tuple):
                plain[key] = list(value)
            else:
                plain[key] = str(value)
        if not plain:
            return ""
        from bot.documents.corpus.yaml_keys import dumped  # noqa: PLC0415  # YAML is slow to load

        return dumped(plain)


LISTS = frozenset(("topics", "keywords", "based_on", "supersedes"))
DAYS = frozenset(("published", "updated", "in_force_from", "in_force_until", "review_by"))
Value = str | list[str]


@dataclass(frozen=True, slots=True)
class Understood:
    """What could be made of what is said of an article.

    `unknown` are keys that mean nothing here; `problems` are sentences about values that say nothing that can be used.
    """

    known: Metadata
    unknown: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def understood(said: Mapping[str, str], lines: Mapping[str, int] | None = None) -> Understood:
    """What keys and values of any tool say of an article; several values stand one a line.

    A value that says nothing that can be used is told of, and left out. Raises Faulty, with its line, for a VITAL one.
    """
    values: dict[str, Value] = {key: value.split("\n") if "\n" in value else value for key, value in said.items()}
    return _understood(values, lines or {}, 0, strict=False)


def parse(text: str, first_line: int = 1) -> Metadata:
    """Reads YAML that was written for us, which starts on `first_line` of its file. Raises Faulty, with the line."""
    from bot.documents.corpus.yaml_keys import keys_of  # noqa: PLC0415  # YAML is slow to load

    values, lines = keys_of(text, first_line, frozenset(Metadata.model_fields))
    return _understood(values, lines, first_line, strict=True).known


def from_options(options: Mapping[str, str | list[str]]) -> Metadata:
    """What somebody said on a command line; an empty option says nothing. Raises Faulty."""
    said: dict[str, Value] = {}
    for key, value in options.items():
        if isinstance(value, str):
            said[key] = value.strip()
        else:
            said[key] = [each.strip() for each in value if each.strip()]
    return _understood({key: value for key, value in said.items() if value}, {}, 0, strict=True).known


def _understood(values: Mapping[str, Value], lines: Mapping[str, int], first: int, *, strict: bool) -> Understood:
    """`strict`: whoever wrote our own keys meant them for us, and a mistake in any of them is a fault."""
    plain = {_plain(key): key for key in reversed(list(values))}
    found: dict[str, Any] = {}
    faults: list[Faulty] = []
    problems: list[str] = []
    drafts = {plain[name] for name in DRAFTS if name in plain}
    used: set[str] = set()
    for key, names in CALLED.items():
        for name in names:
            given = plain.get(_plain(name))
            if given is None or given in used:
                continue
            used.add(given)
            if key in found and key not in GATHERED:
                continue
            if not strict and names_nothing(key, str(values[given])):
                problems.append(SAYS_NOTHING.format(given))
                continue
            try:
                value = _read(key, values[given], is_ours=given == key, strict=strict)
            except ValidationError as error:
                if given == key and (strict or key in VITAL):
                    faults.append(_fault(error.errors(include_url=False, include_input=False)[0], lines, first))
                elif _is_meant(key, values[given]):
                    problems.append(SAYS_NOTHING.format(given))
                continue
            found[key] = tuple(dict.fromkeys((*found.get(key, ()), *value))) if key in GATHERED else value
    if faults:
        one, *others = sorted(faults, key=lambda fault: fault.line)
        raise Faulty(one.line, one.what, one.mend, others) from one
    problems += [
        f"it calls itself a draft (`{plain[name]}: {values[plain[name]]}`)"
        for name, is_draft in DRAFTS.items()
        if name in plain and str(values[plain[name]]).casefold() == is_draft
    ]
    unknown = tuple(key for key in values if key not in used | drafts)
    return Understood(Metadata.model_validate(found), unknown, tuple(problems))


def _read(key: str, value: Value, *, is_ours: bool, strict: bool) -> Any:
    """A value of a key, as the model has it. Raises ValidationError."""
    fitted = value if is_ours and strict else _fitted(key, value, is_ours)
    return getattr(Metadata.model_validate({key: fitted}), key)


def _fitted(key: str, value: Value, is_ours: bool) -> Value:
    """What other tools write, as we write it."""
    listed = value if isinstance(value, list) else [value]
    if key in DAYS:
        day = day_in(listed[0]) if len(listed) == 1 else None
        return day.isoformat() if day else value
    if key in GATHERED and not (is_ours and isinstance(value, list)):
        listed = [part.strip() for each in listed for part in (each.split(",") if _is_a_list(each) else [each])]
    if key in LISTS:
        return [each[:LONGEST_LINE] for each in listed if each][:LONGEST_LIST]
    line = ", ".join(listed)[:LONGEST_LINE]
    return title_in_words(line) if key == "title" else line


def _is_a_list(text: str) -> bool:
    """Whether commas part words or short phrases, and not the clauses of a sentence."""
    parts = text.split(",")
    return len(parts) > 1 and all(len(part.split()) <= 4 for part in parts) and not text.rstrip().endswith(".")


def _is_meant(key: str, value: Value) -> bool:
    """Whether a value may have been meant as we would: a site's own path is no address, and `true` is no day."""
    if key == "url":
        return False
    return not (key in DAYS and isinstance(value, str) and value.casefold() in ("true", "false"))


@lru_cache(maxsize=1_000)
def _plain(key: str) -> str:
    return re.sub(r"[\s_.-]+", "", key).casefold()


def _fault(told: ErrorDetails, lines: Mapping[str, int], first_line: int) -> Faulty:
    key = str(told["loc"][0])
    what, _, mend = told["msg"].removeprefix("Value error, ").partition("; ")
    line = lines.get(key, first_line)
    return Faulty(line, f"`{key}` is {what}", mend or "write one line of text, or a list where several fit")
