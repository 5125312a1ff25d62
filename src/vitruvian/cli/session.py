"""What commands on one person share: the open vault, the permit, the twin, and times as people write them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from vitruvian.cli.computing import organ_named, ready
from vitruvian.cli.fed_organs import other_organs_named
from vitruvian.cli.report_file import writable
from vitruvian.core.errors import TimeError
from vitruvian.core.time import NONEXISTENT_LOCAL_TIME, TIME_AMBIGUOUS, instant, read
from vitruvian.engine.plan import Plan
from vitruvian.twin.leaving_out import left_out_of
from vitruvian.twin.twin import Twin
from vitruvian.twin.words import echo, parse
from vitruvian.vault import Vault, open_vault
from vitruvian.vault.gate import EVERYONE
from vitruvian.vault.vault import system_clock

OWNER = "owner"
_FIRST, _LAST = instant("1900-01-01", "UTC"), instant("2200-01-01", "UTC")


@contextmanager
def opened(home: Path) -> Iterator[Vault]:
    """The vault in the home folder, closed at the end."""
    with open_vault(home) as vault:
        yield vault


@contextmanager
def twin_of(
    home: Path, person: str, organ: str, seed: int = 0, purpose: str = "care", without: tuple[str, ...] = ()
) -> Iterator[Twin]:
    """The twin of a person's organ, which does not read the signals `without` (SIGNAL@DAY: on that day).

    Raises StoreError when there is no such person, UsageError for a signal that the organ does not read.
    """
    ready()
    found = organ_named(organ)
    days = tuple(left_out_of(text) for text in without if "@" in text)
    whole = {text for text in without if "@" not in text}
    if unread := sorted((whole | {signal for signal, _ in days}) - set(found.reads)):
        raise click.UsageError(f"{organ} does not read {', '.join(unread)}: leave out one of what it reads")
    found = replace(found, reads=tuple(s for s in found.reads if s not in whole))
    with open_vault(home) as vault:
        permit = vault.gate.permit(OWNER, purpose, person, system_clock())
        twin = Twin(vault, permit, found, seed, left_out=days)
        with other_organs_named(twin):
            yield twin


def list_permit(vault: Vault) -> Any:
    """A permit for the list of people."""
    return vault.gate.permit(OWNER, "administration", EVERYONE, system_clock())


def origin_of(twin: Twin, at: str | None) -> int | None:
    """The instant that --at names, in the person's zone; None without one.

    Raises TimeError where the clocks of the zone go over it or show it twice, and outside 1900 to 2200.
    """
    if at is None:
        return None
    found = read(at, twin.person.zone)
    if not _FIRST <= found.instant <= _LAST:
        raise TimeError(f"--at {at} lies outside 1900 to 2200: check the year")
    if found.flags & {TIME_AMBIGUOUS, NONEXISTENT_LOCAL_TIME}:
        how = "twice" if found.alternative is not None else "never"
        zone = twin.person.zone
        raise TimeError(f"--at {at} is shown {how} by the clocks of {zone}: add the offset, as in +01:00")
    return found.instant


def plan_of(twin: Twin, text: str, origin: int | None) -> Plan:
    """A plan in words, as it would be said at the origin (the last reading when that is None)."""
    now = twin.stretch(origin).end if origin is None else origin
    return parse(text, twin.organ.model.interventions, now, twin.person.zone)


def plan_words(twin: Twin, plan: Plan) -> str:
    """The plan back in plain words."""
    return echo(plan, twin.person.zone)


_SEEDS = click.IntRange(0, 2**63 - 1)
seed_option = click.option(
    "--seed", type=_SEEDS, default=0, show_default=True, help="Root of all random draws."
)


def _a_number(context: click.Context, parameter: click.Parameter, value: float | None) -> float | None:
    """The value; a range alone lets NaN through."""
    if value is not None and math.isnan(value):
        raise click.BadParameter("nan is no number", context, parameter)
    return value


def without_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """--without SIGNAL (argument `without`): readings that are left out, for example of two that disagree."""
    told = "Leave out this signal's rows, or with @2025-03-02 those of that day; may be repeated."
    option = click.option("--without", multiple=True, help=told)
    return option(function)


def report_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """--report FILE (argument `report`): the page for a clinician."""
    told, kind = "Also write the report page here.", click.Path(path_type=Path)
    option = click.option("--report", type=kind, default=None, callback=writable, help=told)
    return option(function)


def question_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Options of every command that asks the twin a question."""
    options = (
        click.option("--organ", default="metabolism", show_default=True, help="Which organ's twin."),
        click.option("--at", default=None, help="Moment to ask from, as known then (default: last reading)."),
        click.option("--hours", type=click.FloatRange(0.25, 2160.0), default=None, callback=_a_number,
                     help="How far ahead."),
        click.option(
            "--follow-log", is_flag=True, help="Take what the record says after --at as what was planned."
        ),
        without_option,
        seed_option,
    )  # fmt: skip
    for option in reversed(options):
        function = option(function)
    return function
