"""Whether a process has ended is known of neighbours alone."""

import subprocess
import sys

from bot.service.processes import has_ended, name_of_this

SAY_NAME = "from bot.service.processes import name_of_this; print(name_of_this())"


def test_a_neighbour_that_has_ended_is_known_to_have_and_who_lives_is_not() -> None:
    ended = subprocess.run([sys.executable, "-c", SAY_NAME], capture_output=True, text=True, check=True).stdout.strip()
    assert has_ended(ended)
    assert not has_ended(name_of_this())


def test_of_a_process_on_another_machine_nobody_knows() -> None:
    _, number, last = name_of_this().split(" ")
    assert not has_ended(f"elsewhere {number} {last}")
    assert not has_ended(f"elsewhere 999999999 {last}")
