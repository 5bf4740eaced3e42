"""`policybot report`: what curators look at."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.console import out
from bot.core.errors import ConfigurationError


@dataclass(frozen=True)
class ReportOptions:
    """What `policybot report` is told."""

    days: Annotated[int, typer.Option("--days", min=1, max=3_660, help="So many days back.")] = 90
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV, whole lists.")] = False
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")] = False
    page: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write a page that draws it; must not exist.")
    ] = None


def report(context: typer.Context, options: ReportOptions) -> None:
    """Report gaps, answers that did not help, and documents that need a review, without anybody's name."""
    from bot.terminal.json_text import json_text
    from bot.terminal.report import report_as_csv, report_as_json, show_report
    from bot.wiring.reporting import report_now

    made = report_now(context.obj, options.days)
    if options.page:
        from bot.terminal.report_page import report_page

        try:
            with options.page.open("x", encoding="utf-8") as file:
                file.write(report_page(made))
        except OSError as error:
            raise ConfigurationError(f"cannot write {options.page}: {error.strerror}") from error
    if options.as_csv:
        print(report_as_csv(made), end="")
    elif options.as_json:
        print(json_text(report_as_json(made), indent=2))
    elif options.page is None:
        out.print(show_report(made), soft_wrap=True)
