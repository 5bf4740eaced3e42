"""`policybot model`: the sentence encoder that finds passages which use other words than the question."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.console import out


def get(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="For example all-MiniLM-L6-v2.")],
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FOLDER", help="Where it goes; by default into the state folder.")
    ] = None,
    hub: Annotated[str | None, typer.Option("--hub", metavar="URL", help="A mirror of the Hugging Face hub.")] = None,
) -> None:
    """Download a model from the Hugging Face hub, and say which setting turns it on."""
    from bot.search.semantic.encoder import Encoder
    from bot.search.semantic.getting import get as get_model

    folder = to or context.obj.state / "models" / name
    fetched = get_model(name, folder, hub=hub)
    encoder = Encoder.open(folder)
    out.print(
        f"{name} {'is' if fetched else 'was already'} in {folder} ({encoder.name}).", markup=False, soft_wrap=True
    )
    out.print("To use it, add to the settings:\n", markup=False)
    out.print(f'[search]\nmodel = "{folder.as_posix()}"\n', markup=False, soft_wrap=True)
    out.print("Then encode the documents, once: policybot index", markup=False)
