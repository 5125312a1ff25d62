"""What all commands share: --json and --home, how a result is printed, and what the exit code means.

Exit 0 done, 1 could not, 2 asked wrongly, 3 not permitted. With --json stdout holds exactly one object, also
when the command failed: {"error": {"type", "message"}}.
"""

import json
import math
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from vitruvian.cli.bars import Bars
from vitruvian.cli.places import default_home
from vitruvian.core.errors import (
    ConsentError,
    PlanError,
    TimeError,
    UnknownSignal,
    UnknownUnit,
    VitruvianError,
)
from vitruvian.core.progress import listen

Command = TypeVar("Command", bound=Callable[..., Any])

DONE, COULD_NOT, ASKED_WRONGLY, NOT_PERMITTED = 0, 1, 2, 3
_ASKED_WRONGLY = (PlanError, TimeError, UnknownSignal, UnknownUnit)


def shared_options(function: Command) -> Command:
    """Add --json (argument `as_json`) and --home (argument `home`, a Path) to a command."""
    home = click.option(
        "--home",
        type=click.Path(file_okay=False, path_type=Path),
        default=default_home,
        show_default="user data folder",
        help="Where the vault is.",
    )
    as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
    return as_json(home(function))


def emit(result: Mapping[str, Any], text: str | Callable[[], str], as_json: bool) -> None:
    """Print the result: as one JSON object, or as text for people (made only when it is shown)."""
    if as_json:
        click.echo(as_text(result))
    else:
        click.echo(text if isinstance(text, str) else text())


def as_text(result: Mapping[str, Any]) -> str:
    """One JSON object on one line; arrays become lists, dataclasses objects, NaN and infinities null."""
    return json.dumps(_plain(result), ensure_ascii=False, allow_nan=False)


def run(command: click.Command, arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command and leave with its exit code."""
    sys.exit(execute(command, sys.argv[1:] if arguments is None else arguments))


def execute(command: click.Command, arguments: Sequence[str]) -> int:
    """Run a command; errors meant for people are printed; returns the exit code.

    A command that did its work and still has bad news (a failed check) ends with `ctx.exit(1)`.
    """
    as_json = "--json" in arguments
    try:
        with listen(Bars()):
            code = command.main(list(arguments), prog_name="vitruvian", standalone_mode=False)
    except VitruvianError as problem:
        _complain(type(problem).__name__, problem.message, as_json)
        return exit_code(problem)
    except click.ClickException as problem:
        return _usage(problem, as_json)
    except (click.Abort, KeyboardInterrupt):
        _complain("Interrupted", "stopped before the end; run the command again", as_json)
        return COULD_NOT
    return code if isinstance(code, int) else DONE


def exit_code(problem: VitruvianError) -> int:
    """The exit code that an error of ours means."""
    if isinstance(problem, ConsentError):
        return NOT_PERMITTED
    return ASKED_WRONGLY if isinstance(problem, _ASKED_WRONGLY) else COULD_NOT


def _usage(problem: click.ClickException, as_json: bool) -> int:
    is_usage = isinstance(problem, click.UsageError)
    if as_json:
        _complain(type(problem).__name__, problem.format_message(), as_json)
    else:
        problem.show()
    return ASKED_WRONGLY if is_usage else COULD_NOT


def _complain(kind: str, message: str, as_json: bool) -> None:
    if as_json:
        click.echo(as_text({"error": {"type": kind, "message": message}}))
    else:
        click.echo(f"{kind}: {message}", err=True)


def _plain(value: Any) -> Any:
    """The value in what JSON has."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, set | frozenset):
        return [_plain(item) for item in sorted(value)]
    return _foreign(value)


def _foreign(value: Any) -> Any:
    """Paths, and numbers and arrays of numpy and jax."""
    if isinstance(value, Path):
        return str(value)
    if hasattr(value, "tolist"):
        return _plain(value.tolist())
    raise TypeError(f"{type(value).__name__} cannot be written as JSON: turn it into plain values first")
