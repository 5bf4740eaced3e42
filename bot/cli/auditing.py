"""`policybot audit` and `acknowledgements`: what was done, and who has read what, for auditors."""

from datetime import UTC, timedelta
from typing import Annotated

import typer

from bot.cli.console import NOT_FOUND, Since, Until, err

DAY = timedelta(days=1)


def audit(context: typer.Context, since: Since = None, until: Until = None) -> None:
    """Print the audit log: who changed rights, withdrew, pinned, asked to read or exported what, as lines of JSON."""
    from bot.core.changes.revisions import ALWAYS
    from bot.terminal.json_text import json_text
    from bot.wiring.audit import acts

    first = since.replace(tzinfo=UTC) if since else ALWAYS
    for act in acts(context.obj, first, until.replace(tzinfo=UTC) + DAY if until else None):
        print(json_text(act.as_json()))


def acknowledgements(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The document, as `policybot list` has it.")],
) -> None:
    """Print who was asked to read a document, and when they confirmed it, as CSV. Exit status 1: nobody was asked."""
    from bot.terminal.acknowledgements import acknowledgements_as_csv
    from bot.wiring.read_requests import asked_to_read

    asked = asked_to_read(context.obj, name)
    if not asked:
        err.print(f"nobody was ever asked to read {name}", markup=False, style="red", soft_wrap=True)
        raise typer.Exit(NOT_FOUND)
    print(acknowledgements_as_csv(asked), end="")
