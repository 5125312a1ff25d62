"""A trend: what a twin makes of readings taken day by day, and the flag it would have raised on each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vitruvian.engine.organ import Window

Array = Any


@dataclass(frozen=True, slots=True)
class Course:
    """One quantity by day, (D,) each, with the range that held 9 in 10 before that day's readings came.

    seen  what was read, NaN where nothing was; None for what nobody reads
    """

    key: str
    name: str
    unit: str
    low: Array
    middle: Array
    high: Array
    seen: Array | None = None


@dataclass(frozen=True, slots=True)
class Trend:
    """What the readings of D days say; every day rests on what came before its end alone.

    asked      what the risk is of, in words
    risk       (D,) its probability after each day's readings; NaN on days that are only looked at
    threshold  of the risk at which a flag is raised
    courses    readings and what follows from them
    why        (D,) what raised the risk, a sentence for each day
    findings   what else the record says to it, in words
    limits     what this does not know
    """

    asked: str
    risk: Array
    threshold: float
    courses: tuple[Course, ...]
    why: tuple[str, ...]
    findings: tuple[str, ...]
    limits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Follower:
    """How an organ follows a person from day to day.

    reads   signals; the first is the one without which there is no trend
    looks   days at the beginning on which the person's usual readings are found; the twin is fitted at their
            end
    follow  (draws (N, P), the model's facts of the person, Window) -> Trend of every day of the window;
            raises NotEnoughData with what it needs
    """

    reads: tuple[str, ...]
    looks: int
    follow: Callable[[Array, Mapping[str, float], Window], Trend]
