"""Checks recorded payloads against `@slack/types`: ``python -m tests.payloads FOLDER``.

One of each shape is written into a TypeScript file, which tsc then checks. npm installs what `package-lock.json` pins.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from bot.settings import Settings
from bot.wiring.demo import inhabited
from bot.wiring.demo_offers import OFFERS
from tests.conftest import ROOT
from tests.payloads.recording import Payload, Recording, check

HERE = Path(__file__).parent
TYPES = {"blocks": "KnownBlock[]", "modal": "ModalView", "home": "HomeView"}
# What may be anything: of payloads that differ in it alone, one is enough.
ANYTHING = {"text", "value", "url", "fallback", "timestamp", "block_id", "hint", "initial_value", "private_metadata"}


def demonstrated() -> list[Payload]:
    """What the demo sends: an answer to each thing that it proposes, a digest, a home."""
    with inhabited(Settings(corpus=ROOT / "corpus")) as (workspace, _):
        recording = Recording(workspace)
        for offer in OFFERS:
            if offer.kind == "mention":
                workspace.mention("amira", "policy", offer.text)
            elif offer.kind == "command":
                workspace.command("amira", "policy", "/policy", offer.text)
        for words in ("digest on", "digest list", "sources", "latest", "help"):
            workspace.command("amira", "policy", "/policy", words)
        workspace.open_home("amira")
        workspace.wait_for(lambda now: now.home("amira") and len(now.private_messages("amira")) > 5, timeout=60)
    recording.check()
    return recording.payloads


def recorded(folder: Path) -> list[Payload]:
    """What was kept while tests ran."""
    lines = (line for file in folder.glob("*.jsonl") for line in file.read_text(encoding="utf-8").splitlines())
    return [Payload(*json.loads(line)) for line in lines]


def one_of_each(payloads: list[Payload]) -> list[Payload]:
    """The first of each shape."""
    found: dict[str, Payload] = {}
    for payload in payloads:
        found.setdefault(json.dumps([payload.kind, _shape(payload.value)], sort_keys=True), payload)
    return list(found.values())


def _shape(value: Any) -> Any:
    if isinstance(value, list):
        return [_shape(each) for each in value]
    if isinstance(value, dict):
        return {
            name: type(inner).__name__ if name in ANYTHING and not isinstance(inner, dict | list) else _shape(inner)
            for name, inner in value.items()
        }
    return value


def written(payloads: list[Payload]) -> str:
    """They as TypeScript."""
    names = ", ".join(type_.removesuffix("[]") for type_ in TYPES.values())
    values = (
        f"export const payload{number}: {TYPES[payload.kind]} = {json.dumps(payload.value)};"
        for number, payload in enumerate(payloads)
    )
    return "\n".join([f'import type {{ {names} }} from "@slack/types";', *values])


def main(folder: Path) -> int:
    every = [*recorded(folder), *demonstrated()]
    for payload in every:
        check(payload)
    distinct = one_of_each(every)
    shutil.copytree(HERE, folder / "checked", dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    (folder / "checked" / "payloads.ts").write_text(written(distinct), encoding="utf-8")
    install = ["npm", "ci", "--silent", "--no-audit", "--no-fund"]
    for command in (install, ["node_modules/.bin/tsc", "--project", "."]):
        done = subprocess.run(command, cwd=folder / "checked", check=False)
        if done.returncode:
            return done.returncode
    print(f"{len(every):,} payloads of {len(distinct):,} shapes pass slack_sdk and @slack/types")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
