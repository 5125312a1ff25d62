"""The `vitruvian` command: a group that loads a subcommand only when it is called.

Its help is written here, not in the subcommands, so that `vitruvian --help` imports neither numpy nor jax.
A command is listed when its module exists.
"""

from importlib import import_module
from importlib.util import find_spec
from typing import NamedTuple

import click

from vitruvian import __version__
from vitruvian.cli.threads import one_unless_told


class Entry(NamedTuple):
    """Where a command lives, and what it does in one line."""

    module: str
    help: str


COMMANDS: dict[str, Entry] = {
    "demo": Entry("demo", "The main job on the bundled sample person: import, fit, forecast, compare."),
    "person": Entry("person", "Add, list and show people."),
    "import": Entry("import_", "Read files into a person's record; show what was understood."),
    "calibrate": Entry("calibrate", "Fit an organ's model to a person's record."),
    "update": Entry("update", "Bring a fitted twin up to the newest reading."),
    "forecast": Entry("forecast", "What comes next, and how sure that is."),
    "trend": Entry("trend", "What readings at home, day by day, say of congestion to come."),
    "what-if": Entry("what_if", "Forecast plans side by side and compare them."),
    "optimise": Entry("optimise", "Rank plans by a goal, under limits on risk."),
    "backtest": Entry("backtest", "Forecast a past record and score it against named baselines."),
    "verify": Entry("verify", "Run an organ's published benchmark problems."),
    "bench": Entry("bench", "Time a standard piece of work."),
    "organs": Entry("organs", "List the organ models; --check runs the conformance suite."),
    "warm": Entry("warm", "Compile the common shapes ahead of their first use."),
    "doctor": Entry("doctor", "Say what this installation runs on, and what would make it better."),
}


class LazyGroup(click.Group):
    """A group whose commands are named in a table and imported when called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands whose modules exist, in the order of the table."""
        return [name for name, entry in COMMANDS.items() if find_spec(_module(entry)) is not None]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, from `vitruvian.cli.<module>.command`."""
        entry = COMMANDS.get(cmd_name)
        if entry is None or find_spec(_module(entry)) is None:
            return None
        found = import_module(_module(entry)).command
        if not isinstance(found, click.Command):
            raise TypeError(f"{_module(entry)}.command is {found!r}, not a click command")
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without importing any of them."""
        rows = [(name, COMMANDS[name].help) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


def _module(entry: Entry) -> str:
    return f"vitruvian.cli.{entry.module}"


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="vitruvian")
def vitruvian() -> None:
    """A person's record, fitted to models of their organs: forecasts that say how far to trust them."""
    one_unless_told()
