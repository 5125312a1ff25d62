"""Shared options, results and exit codes of the commands."""

import json
import math
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np
import pytest

from vitruvian.cli.output import as_text, emit, execute, exit_code, run, shared_options
from vitruvian.core import errors


@dataclass(frozen=True)
class Point:
    """A value with one field."""

    x: float


def command_that_raises(problem: BaseException) -> click.Command:
    """A command with the shared options that fails."""

    @click.command("fail")
    @shared_options
    def command(home, as_json):
        raise problem

    return command


@click.command("tell")
@shared_options
def tell(home, as_json):
    """Tell where home is."""
    emit({"home": home}, lambda: f"home is {home}", as_json)


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (errors.RecordError("x"), 1),
        (errors.NotEnoughData("x"), 1),
        (errors.FormatError("x"), 1),
        (errors.PlanError("x"), 2),
        (errors.UnknownUnit("x"), 2),
        (errors.UnknownSignal("x"), 2),
        (errors.TimeError("x"), 2),
        (errors.ConsentError("x"), 3),
    ],
)
def test_exit_code_says_what_kind_of_failure(problem, code, capsys):
    """1 could not, 2 asked wrongly, 3 not permitted; with --json the error is one object on stdout."""
    assert exit_code(problem) == code
    assert execute(command_that_raises(problem), ["--json"]) == code
    printed = capsys.readouterr()
    assert json.loads(printed.out) == {"error": {"type": type(problem).__name__, "message": "x"}}
    assert printed.err == ""


def test_without_json_the_error_goes_to_stderr(capsys):
    """People read errors on stderr; stdout stays empty."""
    assert execute(command_that_raises(errors.PlanError("400 [iU] is above the limit")), []) == 2
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "PlanError: 400 [iU] is above the limit\n")


def test_unknown_option_is_asked_wrongly(capsys):
    """A usage error has exit code 2 in both forms."""
    assert execute(tell, ["--nonsense"]) == 2
    assert "Usage" in capsys.readouterr().err
    assert execute(tell, ["--nonsense", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["type"] == "NoSuchOption"


def test_interrupted_work_could_not(capsys):
    """Ctrl-C ends with exit code 1 and no traceback."""
    assert execute(command_that_raises(KeyboardInterrupt()), []) == 1
    assert "stopped before the end" in capsys.readouterr().err


def test_error_that_is_not_ours_is_not_hidden():
    """A fault in the program keeps its traceback."""
    with pytest.raises(ZeroDivisionError):
        execute(command_that_raises(ZeroDivisionError()), [])


def test_command_may_end_with_its_own_code():
    """A failed check ends with ctx.exit(1)."""

    @click.command("check")
    @click.pass_context
    def check(ctx):
        ctx.exit(1)

    assert execute(check, []) == 1


def test_run_leaves_with_the_exit_code(tmp_path, capsys):
    """The process ends with the code of the command."""
    with pytest.raises(SystemExit) as left:
        run(tell, ["--home", str(tmp_path)])
    assert left.value.code == 0
    assert capsys.readouterr().out == f"home is {tmp_path}\n"


def test_home_falls_back_to_the_environment(tmp_path, monkeypatch, capsys):
    """Without --home the vault lies where $VITRUVIAN_HOME says."""
    monkeypatch.setenv("VITRUVIAN_HOME", str(tmp_path))
    assert execute(tell, ["--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"home": str(tmp_path)}


def test_result_becomes_plain_json():
    """Arrays, dataclasses, paths, sets and numbers that are none have one plain form."""
    value = {
        "array": np.arange(3.0),
        "scalar": np.float32(0.5),
        "point": Point(1.0),
        "path": Path("a"),
        "set": frozenset({"b", "a"}),
        "nan": math.nan,
        5: (True, None, "é"),
    }
    assert json.loads(as_text(value)) == {
        "array": [0.0, 1.0, 2.0],
        "scalar": 0.5,
        "point": {"x": 1.0},
        "path": "a",
        "set": ["a", "b"],
        "nan": None,
        "5": [True, None, "é"],
    }


def test_what_json_cannot_hold_is_refused():
    """An object without a plain form is a fault of the program."""
    with pytest.raises(TypeError, match="object"):
        as_text({"x": object()})


def test_fault_of_the_program_is_still_one_object(capsys):
    """With --json stdout holds the object of an error that is not ours; its traceback is kept."""
    with pytest.raises(ZeroDivisionError):
        execute(command_that_raises(ZeroDivisionError("x")), ["--json"])
    assert json.loads(capsys.readouterr().out)["error"]["type"] == "ZeroDivisionError"


def test_refusal_of_the_system_could_not(capsys):
    """A file that may not be read or written is named, with exit code 1 and no traceback."""
    assert execute(command_that_raises(PermissionError(13, "Permission denied", "/x")), []) == 1
    assert capsys.readouterr().err.startswith("PermissionError: /x: Permission denied: check")


def test_terminal_is_not_steered_by_a_name(capsys):
    """What a file puts into a message cannot move the cursor, and what is no letter can be printed."""
    assert execute(command_that_raises(errors.RecordError("a\x1b[2Jb\udcff")), []) == 1
    assert capsys.readouterr().err == "RecordError: a\ufffd[2Jb\ufffd\n"
    assert json.loads(as_text({"x": "\udcff"}).encode("ascii")) == {"x": "\udcff"}


def test_long_message_is_cut(capsys):
    """A header of a megabyte is not printed whole."""
    assert execute(command_that_raises(errors.FormatError("x" * 10**6)), []) == 1
    assert len(capsys.readouterr().err) < 2100
