"""`policybot settings`: what is in effect, and where it comes from."""

import os
from typing import Annotated

import typer

from bot.cli.console import out


def show_settings(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print the settings as JSON.")] = False,
) -> None:
    """Show every setting in effect, and where it comes from. Secrets are never shown."""
    from bot.service.redaction import redactor
    from bot.settings import SECRETS, read_tokens, secrets_of
    from bot.settings.reading import read_said
    from bot.settings.telling import told
    from bot.terminal.json_text import json_text

    tokens = read_tokens()
    hide = redactor(secrets_of(context.obj, tokens))
    parent = context.parent
    rows = [
        (name, hide(value), origin)
        for name, value, origin in told(context.obj, read_said(parent.params["config"] if parent else None))
    ]
    for name in SECRETS:
        origin = next((each for each in (name, f"{name}_FILE") if os.environ.get(each)), "")
        rows.append((name, "set" if origin else "not set", origin or "default"))
    if as_json:
        keys = ("name", "value", "from")
        print(json_text([dict(zip(keys, row, strict=True)) for row in rows], indent=2))
        return
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    for name, value, origin in rows:
        line = f"{name:<{widths[0]}}  {value:<{min(widths[1], 30)}}  {origin}"
        out.print(line, markup=False, soft_wrap=True, style="dim" if origin == "default" else None)
