"""An organ as the rest of the house sees it: its model, and how a record becomes the model's events and
facts.

An organ package exposes one `Organ` value through the entry-point group `vitruvian.organs`; there is no
registration code. Everything in it takes arrays: an organ knows no person, no file and no store.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from typing import Any

from vitruvian.core.errors import ModelError
from vitruvian.engine.model import Model
from vitruvian.engine.portrait import Gallery
from vitruvian.engine.problem import Event, Problem, Reading
from vitruvian.engine.rolling import RollingOrigin
from vitruvian.engine.trend import Follower

GROUP = "vitruvian.organs"


@dataclass(frozen=True, slots=True)
class Column:
    """One signal of a record over a window: times in minutes since the window's start, values, labels.

    start, end  (n,) minutes; equal for instants     value (n,) in the signal's canonical unit
    label       (n,) text, "" where none             limited (n,) -1 at or below, +1 at or above, 0 as
                measured
    """

    start: Any
    end: Any
    value: Any
    label: Any
    limited: Any


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a record: columns by signal, its length in minutes, the local clock at its start, known
    facts.

    facts  by signal key or fact name: weight (kg), height, birth year, sex; absent when unknown
    """

    columns: Mapping[str, Column]
    minutes: float
    clock: float
    facts: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Binding:
    """What a window says to a model: events, readings, the model's person facts, and remarks to be shown.

    habits  events of one typical day (times are minutes of the local day), used for the future where the
            plan is silent and for doses that nobody logged
    gaps    input signals that plans may not touch, with the reason
    cautions  input signals whose effect is known of people in general only, with the warning
    """

    events: tuple[Event, ...]
    readings: tuple[Reading, ...]
    person: Mapping[str, float]
    remarks: tuple[str, ...] = ()
    habits: tuple[Event, ...] = ()
    gaps: Mapping[str, str] = field(default_factory=dict)
    cautions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Organ:
    """One organ.

    bind        Window -> Binding; raises NotEnoughData with what it needs
    primary     the signal people look at
    window_days how much of the latest record a calibration uses
    checks      (data folder or None, full) -> (checks, skipped) of `verify`
    benches     name -> (one line of help, callable(data folder or None) -> engine.work.Work) of `bench`
    rolling     what `backtest` needs to know, None for an organ without a back-test
    called      the primary signal in a sentence; "" takes the first word of its meaning
    longest_minutes  how far ahead a forecast may reach
    usual       the model's facts of a usual person, for the conformance suite
    portraits   (draws (N, P), plans as (words, future), how many draws lie thinly behind the middle one) ->
                the organ's own figures of the last day of each plan; None: there are none
    trend       how a person is followed from day to day; None: not at all
    drift       SD of a day's walk of a parameter's standard normal coordinate, by parameter; others are
                constant, and without any an update takes in a few days at most before the person is fitted
                anew
    """

    name: str
    title: str
    model: Model
    bind: Callable[[Window], Binding]
    primary: str
    horizon_minutes: float
    window_days: float
    reads: tuple[str, ...]
    checks: Callable[..., Any] | None = None
    benches: Mapping[str, Any] = field(default_factory=dict)
    rolling: RollingOrigin | None = None
    usual: Mapping[str, float] = field(default_factory=dict)
    called: str = ""
    longest_minutes: float = 1440.0
    portraits: Callable[[Any, Sequence[tuple[str, Problem]], int], Gallery] | None = None
    trend: Follower | None = None
    drift: Mapping[str, float] = field(default_factory=dict)


def organs() -> dict[str, Organ]:
    """All installed organs by name."""
    return {point.name: point.load() for point in sorted(entry_points(group=GROUP), key=lambda p: p.name)}


def organ(name: str) -> Organ:
    """The organ called `name`; raises ModelError naming those that are installed."""
    found = organs()
    if name not in found:
        raise ModelError(f"no organ {name!r}: installed are {', '.join(found) or 'none'}")
    return found[name]
