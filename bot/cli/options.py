"""How commands are listed and grouped, and the options of one as a value: a dataclass with one field per parameter."""

from collections.abc import Callable, Mapping
from inspect import Parameter, Signature, signature
from typing import Any, TypeVar, get_type_hints

import typer
from typer.core import TyperGroup

Options = TypeVar("Options")


def taking(options: type[Options], command: Callable[[typer.Context, Options], None]) -> Callable[..., None]:
    """The command as typer wants it, with a parameter for each field of `options`; its docstring stays its help."""

    def called(context: typer.Context, **given: Any) -> None:
        command(context, options(**given))

    annotations = get_type_hints(options, include_extras=True)
    fields = [
        field.replace(annotation=annotations[name], kind=Parameter.KEYWORD_ONLY)
        for name, field in signature(options).parameters.items()
    ]
    context = Parameter("context", Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)
    called.__signature__ = Signature([context, *fields])  # type: ignore[attr-defined]  # where `inspect` looks first
    called.__name__, called.__doc__ = command.__name__, command.__doc__
    return called


def grouped(about: str, commands: Mapping[str, Callable[..., None]]) -> typer.Typer:
    """A command with those below it, by their names; "" names what it does without any of them."""
    group = typer.Typer(rich_markup_mode=None, help=about)
    alone = commands.get("")
    group.callback(invoke_without_command=alone is not None, help=about)(alone or _nothing)
    for name, command in commands.items():
        if name:
            group.command(name)(command)
    return group


def _nothing() -> None:
    """What a group does without a command: it asks for one."""


class Commands(TyperGroup):
    """Commands that are listed with the whole of their first sentence, however long."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Writes a line for each command, or several."""
        shown = [(name, command) for name, command in self.commands.items() if not command.hidden]
        with formatter.section("Commands"):
            formatter.write_dl([(name, first_sentence(command.help or "")) for name, command in shown])


def first_sentence(text: str) -> str:
    """What stands before the first full stop that ends a sentence, without its line breaks."""
    return " ".join(text.split("\n\n", maxsplit=1)[0].split()).partition(". ")[0].removesuffix(".") + "."
