"""`policybot answers`: what curators pinned and wrote."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.console import NOT_FOUND, err, out


def list_answers(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")] = False,
) -> None:
    """List pinned answers, each with how it stands, and the documents that curators wrote."""
    from bot.terminal.json_text import json_text
    from bot.terminal.own_answers import show_own_answers
    from bot.wiring.own_answers import listed

    found = listed(context.obj)
    if as_json:
        print(json_text(found.as_json(), indent=2))
    else:
        out.print(show_own_answers(found), soft_wrap=True)


def export(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder that is empty, or not there yet.")],
) -> None:
    """Write the documents of curators as files, pinned.json and synonyms.txt. The audit log records it."""
    from bot.core.counting import counted
    from bot.wiring.own_answers import export_answers

    documents, pins = export_answers(context.obj, folder)
    out.print(
        f"{folder}: {counted(documents, 'document')}, {counted(pins, 'pinned answer')}", markup=False, soft_wrap=True
    )


def withdraw(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The document, by its name in `policybot answers list`.")],
) -> None:
    """Take a document that a curator wrote out of the corpus. Exit status: 0 done, 1 no such document."""
    from bot.wiring.own_answers import withdraw_answer

    _done(withdraw_answer(context.obj, name), f"withdrawn: {name}", f"no curator wrote a document {name}")


def unpin(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="ID", help="Its id in `policybot answers list`.")],
) -> None:
    """Take a pinned answer away. Exit status: 0 done, 1 no such pinned answer."""
    from bot.wiring.own_answers import unpin_answer

    _done(unpin_answer(context.obj, name), f"unpinned: {name}", f"there is no pinned answer {name}")


def remove_synonym(
    context: typer.Context,
    line: Annotated[str, typer.Argument(metavar="LINE", help="The line, as `policybot answers list` has it.")],
) -> None:
    """Take a synonym away that a curator added. Exit status: 0 done, 1 no such synonym."""
    from bot.wiring.own_answers import remove_synonym as remove

    _done(remove(context.obj, line), f"removed: {line}", f"no curator added the synonym {line}")


def _done(is_done: bool, said: str, otherwise: str) -> None:
    if not is_done:
        err.print(otherwise, style="red", markup=False)
        raise typer.Exit(NOT_FOUND)
    out.print(said, markup=False, soft_wrap=True)
