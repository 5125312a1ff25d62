"""What all commands share: --json and --home, how a result is printed, and what the exit code means.

Exit 0 done, 1 could not, 2 asked wrongly, 3 not permitted. With --json stdout holds exactly one object, also
when the command failed: {"error": {"type", "message"}}.
"""

import json
import math
import re
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

LONGEST = 2000
"""Characters of a message; a file can put more into one than anyone reads."""
DONE, COULD_NOT, ASKED_WRONGLY, NOT_PERMITTED = 0, 1, 2, 3
_ASKED_WRONGLY = (PlanError, TimeError, UnknownSignal, UnknownUnit)
_CONTROLS = re.compile(r"(?!\x1b\[[\d;]*m)[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""What a name in a file must not send to a terminal (colours may be), or cannot be written there."""


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
        click.echo(_shown(text if isinstance(text, str) else text()))


def as_text(result: Mapping[str, Any]) -> str:
    """One JSON object, a line of ASCII; arrays become lists, dataclasses objects, NaN and infinities null."""
    return json.dumps(_plain(result), allow_nan=False)


def run(command: click.Command, arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command and leave with its exit code."""
    sys.exit(execute(command, sys.argv[1:] if arguments is None else arguments))


def execute(command: click.Command, arguments: Sequence[str]) -> int:
    """Run a command; errors meant for people are printed; returns the exit code.

    A command that did its work and still has bad news (a failed check) ends with `ctx.exit(1)`. A fault of
    the program keeps its traceback, on stderr; with --json stdout holds its object all the same.
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
    except OSError as problem:
        _complain(type(problem).__name__, _of_system(problem), as_json)
        return COULD_NOT
    except Exception as fault:
        if as_json:
            _complain(type(fault).__name__, f"a fault of the program ({fault}): please report it", as_json)
        raise
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


def _of_system(problem: OSError) -> str:
    """What the operating system refused, where, and what to do."""
    where = "" if problem.filename is None else f"{problem.filename}: "
    what = problem.strerror or str(problem)
    return f"{where}{what}: check that it is there, that you may use it, and that the disk has room"


def _complain(kind: str, message: str, as_json: bool) -> None:
    message = message if len(message) <= LONGEST else f"{message[:LONGEST]}…"
    if as_json:
        click.echo(as_text({"error": {"type": kind, "message": message}}))
    else:
        click.echo(_shown(f"{kind}: {message}"), err=True)


def _shown(text: str) -> str:
    """The text without what would steer a terminal or cannot be written."""
    return _CONTROLS.sub("\ufffd", text)


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
