"""To answer a question, nothing of digests, feeds or curation is loaded."""

import subprocess
import sys

from tests.conftest import ROOT

LOAD = """
import importlib, pkgutil, sys
import bot.core.answering
for module in pkgutil.iter_modules(bot.core.answering.__path__):
    importlib.import_module(f"bot.core.answering.{module.name}")
print(*(name for name in sys.modules if name.startswith("bot.")))
"""
OTHERS = ("bot.core.digests", "bot.core.curation", "bot.core.changes", "bot.core.quote_check")


def test_answering_loads_no_module_of_the_other_subjects() -> None:
    ended = subprocess.run([sys.executable, "-c", LOAD], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = ended.stdout.split()
    assert "bot.core.answering.answer" in loaded
    assert not [name for name in loaded if name.startswith(OTHERS)]
    assert {name.split(".")[1] for name in loaded} == {"core"}
