"""The `vitruvian` command as a whole."""

import importlib.util
import json
import os
import subprocess
import sys

import pytest

from vitruvian.cli.group import COMMANDS, LazyGroup, vitruvian
from vitruvian.cli.output import execute

CPU_LIMIT_S = 0.150


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    """A fresh interpreter."""
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=True)


def test_help_imports_neither_numpy_nor_jax_nor_rich():
    """What is slow to import is not imported to show the help."""
    code = (
        "import sys; from vitruvian.cli.group import vitruvian; from vitruvian.cli.output import execute;"
        "execute(vitruvian, ['--help']);"
        "print(sorted({name.split('.')[0] for name in sys.modules} & {'numpy', 'jax', 'rich', 'scipy'}))"
    )
    assert python("-c", code).stdout.endswith("[]\n")


def test_help_takes_little_cpu():
    """`vitruvian --help` takes at most 150 ms of CPU (the best of five processes)."""
    assert min(cpu_of_help() for _ in range(5)) <= CPU_LIMIT_S


def cpu_of_help() -> float:
    """CPU seconds of one `--help` in a process of its own."""
    before = os.times()
    python("-m", "vitruvian", "--help")
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def test_help_lists_each_existing_command_with_its_line(capsys):
    """A command is listed when its module exists, and only then."""
    assert execute(vitruvian, ["--help"]) == 0
    words = " ".join(capsys.readouterr().out.split())
    for name, entry in COMMANDS.items():
        exists = importlib.util.find_spec(f"vitruvian.cli.{entry.module}") is not None
        assert (f"{name} {entry.help}" in words) == exists


def test_unknown_command_is_asked_wrongly(capsys):
    """A command that does not exist is a usage error."""
    assert execute(vitruvian, ["prophesy", "--json"]) == 2
    assert "prophesy" in json.loads(capsys.readouterr().out)["error"]["message"]


@pytest.mark.parametrize("name", LazyGroup("all").list_commands(None))
def test_every_listed_command_loads_and_has_json_and_home(name):
    """Each command's module holds `command`, with the shared options on it or on its subcommands."""
    found = vitruvian.get_command(None, name)
    for leaf in getattr(found, "commands", {"": found}).values():
        options = {option for parameter in leaf.params for option in parameter.opts}
        assert {"--json", "--home"} <= options


def test_version_is_the_package_version(capsys):
    """`--version` prints one line."""
    assert execute(vitruvian, ["--version"]) == 0
    assert capsys.readouterr().out == "vitruvian, version 0.1.0\n"
