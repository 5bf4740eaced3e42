"""`policybot init`: the first command in an empty folder."""

import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.console import out
from bot.core.errors import ConfigurationError

NEXT = """
Next, in {folder}:
  policybot ask "Who is exempt from Amazon's pause?"
  policybot demo           a pretend Slack workspace on this machine{lacking}
  policybot add FOLDER     your own documents, in place of the examples

For Slack: create an app at https://api.slack.com/apps from config/slack-manifest.yaml, copy .env.sample to .env
and put its tokens there. Then:
  set -a; . ./.env; set +a
  policybot doctor         says what is still missing
  policybot run"""


def init(
    folder: Annotated[Path, typer.Argument(help="Where the files go; it is created if it does not exist.")] = Path(),
    deploy: Annotated[
        bool, typer.Option("--deploy", help="Also write a systemd unit, alert rules and a dashboard, into deploy/.")
    ] = False,
) -> None:
    """Write settings, Slack manifest and examples into a folder.

    Existing files are left as they are.
    """
    from bot.library.starting import set_up

    try:
        program = Path(sys.executable).with_name("policybot")
        for written in set_up(folder, program if deploy else None):
            found = "kept   " if written.was_there else "written"
            out.print(f"{found}  {written.path!s:<28}  {written.what}", markup=False, soft_wrap=True)
    except OSError as error:
        raise ConfigurationError(f"{error.filename} cannot be written: {error.strerror}") from error
    lacking = "" if find_spec("websockets") else "; first: pip install 'policybot[demo]'"
    out.print(NEXT.format(folder=folder.resolve(), lacking=lacking), markup=False, soft_wrap=True)
