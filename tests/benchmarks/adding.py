"""Measures what it takes to bring documents in: python -m tests.benchmarks.adding FOLDER…

Each folder is added to an empty corpus, added again, and asked a question, with the index that adding has kept and
without one; each step is `policybot` in a process of its own. CPU is that of all its processes, in seconds; the peak
is that of the largest. `--pages` copies the Markdown pages of the folders until there are so many, each with a line of
its own; without a folder, pages are made up.
"""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.corpus import write

ROOT = Path(__file__).parents[2]
PAGES = 900
QUESTION = "How many days of leave may be carried over?"


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", type=Path, nargs="*", metavar="FOLDER")
    parser.add_argument("--pages", type=int, help="copy the pages until there are so many")
    parser.add_argument("--program", type=Path, default=ROOT, help="the folder of the policybot that is measured")
    given = parser.parse_args()
    print("| folder | files | step | CPU s | peak MB | |\n| --- | --- | --- | --- | --- | --- |")
    with TemporaryDirectory() as place:
        folders = given.folders or [Path(place) / "made-up"]
        if not given.folders:
            write(folders[0], 20 * (given.pages or PAGES))
        elif given.pages:
            folders = [multiplied(given.folders, Path(place) / "pages", given.pages)]
        for number, folder in enumerate(folders):
            for row in measured(folder, Path(place) / str(number), given.program):
                print(row, flush=True)


def multiplied(folders: Sequence[Path], target: Path, pages: int) -> Path:
    """A folder of so many Markdown pages: copies of those in some folders, each with a line of its own."""
    found = [(folder, file) for folder in folders for file in sorted(folder.rglob("*.md"))]
    for number, (folder, file) in enumerate(islice(cycle(found), pages)):
        copy = target / str(number // len(found)) / folder.name / file.relative_to(folder)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(file.read_bytes() + f"\n\nThis is page {number}.\n".encode())
    return target


def measured(folder: Path, place: Path, program: Path) -> Iterator[str]:
    """A row of the table for each step."""
    corpus = place / "corpus"
    corpus.mkdir(parents=True)
    add, ask = ("add", "--corpus", str(corpus), str(folder)), ("ask", "--corpus", str(corpus), QUESTION)
    for step, arguments in (("add", add), ("add again", add), ("ask", ask), ("ask without an index", ask)):
        if step == "ask without an index":
            shutil.rmtree(place / "state" / "index", ignore_errors=True)
        cpu, peak, said = called(arguments, place / "state", program)
        files = sum(1 for file in corpus.rglob("*") if file.is_file() and file.suffix != ".yaml")
        told = next((line for line in said.splitlines() if "not read" in line), "")
        yield f"| {folder.name} | {files:,} | {step} | {cpu:.2f} | {peak:.0f} | {told} |"


def called(arguments: Sequence[str], state: Path, program: Path) -> tuple[float, float, str]:
    """What a call takes, in seconds of CPU and MB at the peak, and what it prints."""
    environment = os.environ | {"PYTHONPATH": str(program), "POLICYBOT_STATE": str(state)}
    call = [sys.executable, "-m", "bot", *arguments]
    with subprocess.Popen(call, cwd=program, env=environment, stdout=subprocess.PIPE, text=True) as running:
        said = running.stdout.read() if running.stdout else ""
        _, status, used = os.wait4(running.pid, 0)
        running.returncode = os.waitstatus_to_exitcode(status)
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, said


if __name__ == "__main__":
    main()
