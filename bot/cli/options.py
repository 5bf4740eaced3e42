"""The options of a command as one value: a dataclass with a field for each parameter that typer reads."""

from collections.abc import Callable
from inspect import Parameter, Signature, signature
from typing import Any, TypeVar, get_type_hints

import typer

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
