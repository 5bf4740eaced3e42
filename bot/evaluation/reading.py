"""A folder in the BEIR layout → a Collection. Errors in a file are told with the line and a remedy.

The layout is that of Thakur et al., "BEIR: A Heterogeneous Benchmark for Zero-shot Evaluation of Information
Retrieval Models" (2021): `corpus.jsonl`, `queries.jsonl`, `qrels/test.tsv`. Beyond it, a passage may say in which
article it stands (`doc_id`), a question whether it has an answer (`answerable`) and which words answer it
(`gold_text`, `gold_sentences`, `answers`), and `abstain_hidden_docs.json` may list articles to be hidden. Where
conversations are kept, `queries_all_turns.jsonl` and `qrels/all_turns.tsv` have every question of them, each with its
`history`, latest first, "user:" before what the asker said.
"""

import json
import re
from collections.abc import Iterator, Set
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.core.errors import ConfigurationError
from bot.evaluation.collection import Asked, Collection, Entry, Gold, gather

CORPUS = "corpus.jsonl"
QUERIES = "queries.jsonl"
QRELS = "qrels/test.tsv"
HIDDEN = "abstain_hidden_docs.json"
TURNS, TURNS_QRELS = "queries_all_turns.jsonl", "qrels/all_turns.tsv"
ASKER = "user:"
LAYOUT = f"a test collection is a folder with {CORPUS}, {QUERIES} and {QRELS}"

_GRADE = re.compile(r" *-?[0-9]{1,6} *")
# trec_eval reads an identifier up to its first NUL.
Id = Annotated[str, Field(alias="_id", pattern=r"^[^\x00]+$")]


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True)

    id: Id


class _CorpusLine(_Line):
    title: str | None = None
    text: str
    doc_id: str | None = None


class _QueryLine(_Line):
    text: str
    answerable: bool | None = None
    gold_text: str | None = None
    gold_sentences: list[str] | dict[str, list[str]] | None = None
    answers: list[str] | None = None
    history: list[str] | None = None

    def gold(self) -> tuple[Gold, ...]:
        """Every stretch that answers; `gold_sentences` may list them by passage."""
        listed = self.gold_sentences or []
        named = listed if isinstance(listed, dict) else {}
        anywhere = [self.gold_text or "", *(() if named else listed)]
        found = [Gold(text, passage) for passage, texts in named.items() for text in texts]
        return tuple(gold for gold in (*map(Gold, anywhere), *found) if gold.text.strip())


_L = TypeVar("_L", bound=_Line)


def read(folder: Path) -> Collection:
    """Reads the test collection in a folder. Raises ConfigurationError."""
    if not folder.is_dir():
        raise _fault(folder, 0, "is not a folder", LAYOUT)
    corpus = _by_id(folder / CORPUS, _CorpusLine)
    queries = _by_id(folder / QUERIES, _QueryLine)
    grades = _grades(folder / QRELS, queries.keys(), corpus.keys())
    entries = [Entry(line.id, line.title or "", line.text, line.doc_id or line.id) for line in corpus.values()]
    asked = [
        Asked(
            id=line.id,
            text=line.text,
            answerable=line.answerable is not False,
            grades=grades.get(line.id, {}),
            gold=line.gold(),
            answers=tuple(answer for answer in line.answers or () if answer.strip()),
        )
        for line in queries.values()
    ]
    if not any(question.is_judged for question in asked):
        raise _fault(folder / QRELS, 0, "names no passage that answers a question", "give the right passages grade 1")
    hidden = _hidden(folder / HIDDEN, {entry.article for entry in entries})
    return gather(folder.resolve().name, entries, asked, hidden, _turns(folder, corpus.keys()))


def _turns(folder: Path, passages: Set[str]) -> Iterator[Asked]:
    """The later questions of conversations, each with what its asker said before it."""
    if not (folder / TURNS).exists():
        return
    turns = _by_id(folder / TURNS, _QueryLine)
    grades = _grades(folder / TURNS_QRELS, turns.keys(), passages)
    for line in turns.values():
        said = [each.removeprefix(ASKER).strip() for each in reversed(line.history or ()) if each.startswith(ASKER)]
        if said:
            yield Asked(line.id, line.text, grades=grades.get(line.id, {}), earlier=tuple(said))


def _by_id(file: Path, kind: type[_L]) -> dict[str, _L]:
    """The lines of a JSONL file by their ids, in order. Keys that this project does not know are passed over."""
    found: dict[str, _L] = {}
    for number, text in _lines(file):
        try:
            line = kind.model_validate_json(text)
        except ValidationError as error:
            wrong = error.errors(include_url=False, include_input=False, include_context=False)[0]
            key = f"`{wrong['loc'][0]}`: " if wrong["loc"] else ""
            needs = ", ".join(f"`{field.alias or name}`" for name, field in kind.model_fields.items())
            raise _fault(
                file, number, f"{key}{wrong['msg']}", f"write one JSON object, in one line, of {needs}"
            ) from None
        if line.id in found:
            raise _fault(file, number, f"a second line has the id {line.id!r}", "give each an id of its own")
        found[line.id] = line
    if not found:
        raise _fault(file, 0, "is empty", LAYOUT)
    return found


def _grades(file: Path, queries: Set[str], passages: Set[str]) -> dict[str, dict[str, int]]:
    """Question id → passage id → grade. Identifiers may hold blanks: tabs alone part the columns."""
    grades: dict[str, dict[str, int]] = {}
    for number, text in _lines(file):
        columns = text.split("\t")
        if number == 1 and columns[0] == "query-id":
            continue
        if len(columns) != 3 or not _GRADE.fullmatch(columns[2]):
            raise _fault(
                file, number, "is not a judgement", "write question, passage and a whole number, parted by tabs"
            )
        query, passage, grade = columns[0], columns[1], int(columns[2])
        for name, known, where in ((query, queries, QUERIES), (passage, passages, CORPUS)):
            if name not in known:
                raise _fault(file, number, f"names {name!r}, which {where} does not have", "correct or remove the line")
        if grades.setdefault(query, {}).setdefault(passage, grade) != grade:
            raise _fault(file, number, "gives another grade than an earlier line", "keep one of them")
    return grades


def _hidden(file: Path, articles: Set[str]) -> frozenset[str]:
    """The articles to be hidden. Names that the corpus lacks are passed over, as long as it has some of them."""
    if not file.exists():
        return frozenset()
    try:
        listed = json.loads("\n".join(text for _, text in _lines(file)))
    except (ValueError, RecursionError):
        listed = None
    if not isinstance(listed, list) or not all(isinstance(name, str) for name in listed):
        raise _fault(file, 0, "is not a list of article names", 'write JSON like ["first article", "second article"]')
    if listed and articles.isdisjoint(listed):
        raise _fault(file, 0, "names no article of the corpus", f"list `doc_id`s of {CORPUS}, or remove the file")
    return frozenset(listed)


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    """The lines of a UTF-8 file that are not blank, numbered from 1, without their ends and a byte-order mark."""
    if not file.is_file():
        raise _fault(file, 0, "is missing", LAYOUT)
    try:
        with file.open("rb") as stream:
            for number, raw in enumerate(stream, start=1):
                text = raw.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
                if text.strip():
                    yield number, text
    except UnicodeDecodeError:
        raise _fault(file, number, "is not UTF-8 text", "save it as UTF-8") from None
    except OSError as error:
        raise _fault(file, 0, f"cannot be read ({error.strerror})", "check that it may be read") from error


def _fault(file: Path, line: int, what: str, remedy: str) -> ConfigurationError:
    place = f"{file}:{line}" if line else str(file)
    # Neither a file name nor what it holds need be text; what is shown must be.
    return ConfigurationError(f"{place}: {what}; {remedy}".encode("utf-8", "backslashreplace").decode())
