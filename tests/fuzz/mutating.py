"""An input that is known → one with something wrong in it: cut, doubled, turned round, sprinkled with what parsers trip
over.
"""

import io
import zipfile
from random import Random
from typing import NamedTuple

SPICE = (
    "\x00", "\ud800", "\u202e", "\ufeff", "\r", "\t", "\"", "'", "\\", "{", "[", "(", "<", "`", "#", "*", "_", "|", "~",
    "---\n", "&#x", "<!--", "]]>", "${", "%s", "é", "한", "🙂", "9" * 40, "-" * 40, "-1", "1e999", "null", "\n\n", ": ",
)  # fmt: skip


class Package(NamedTuple):
    """A file that is a ZIP archive: its parts, by name."""

    parts: tuple[tuple[str, str], ...]

    @property
    def packed(self) -> bytes:
        """The file itself."""
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name, content in self.parts:
                archive.writestr(name, content.encode("utf-8", "surrogatepass"))
        return made.getvalue()


def mutated(value: object, random: Random) -> object:
    """The same with something wrong in it."""
    if isinstance(value, dict) and random.random() < 0.9 and value:
        key = random.choice(list(value))
        changed = dict(value)
        if random.random() < 0.15:
            del changed[key]
        else:
            changed[key] = mutated(value[key], random)
        return changed
    if isinstance(value, list) and value and random.random() < 0.8:
        return [mutated(each, random) for each in value] * random.choice((1, 1, 1, 0, 3))
    if isinstance(value, str):
        return _mutated_text(value, random)
    if isinstance(value, Package):
        return _mutated_package(value, random)
    if isinstance(value, bytes):
        return str(_mutated_text(value.decode("latin-1"), random)).encode("latin-1", "replace")
    return random.choice((None, True, -1, 1e308, "", [], {}, [[]], {"a": {}}, "x" * 5_000, value))


def _mutated_package(package: Package, random: Random) -> bytes:
    """Something is wrong in one of its parts, or with the archive itself."""
    parts = dict(package.parts)
    name = random.choice(list(parts))
    parts[name] = _mutated_text(parts[name], random)
    packed = Package(tuple(parts.items())).packed
    return packed if random.random() < 0.9 else packed[: random.randint(0, len(packed))]


def _mutated_text(text: str, random: Random) -> str:
    for _ in range(random.randint(1, 6)):
        at, to = sorted((random.randint(0, len(text)), random.randint(0, len(text))))
        match random.randint(0, 5):
            case 0:
                text = text[:at] + text[to:]
            case 1:
                text = text[:at] + text[at:to] * random.randint(2, 20) + text[to:]
            case 2:
                text = text[to:] + text[:at]
            case 3:
                text = text[:at] + random.choice(SPICE) * random.choice((1, 1, 2, 50, 500)) + text[at:]
            case _:
                text = text[:at] + random.choice(SPICE) + text[at:]
    return text[:20_000]
