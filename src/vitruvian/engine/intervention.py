"""Interventions: what a plan may do, and what the record says was done; one type for both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from vitruvian.engine.priors import Prior

Kind = Literal["dose", "setting", "event", "operation"]


@dataclass(frozen=True)
class Intervention:
    """A named act on an input or a parameter, with hard limits and an uncertain effect.

    name       word used in plans ("insulin_bolus")
    acts_on    "input": adds events or scales the planned ones; "parameter": multiplies a parameter
    target     signal or parameter it changes
    unit       unit of the amount
    low, high  hard limits of one amount; outside them a plan is refused
    daily      hard limit of the sum over any 24 h, None where it has no meaning
    kind       "dose": an amount at a time; "event": takes time, for which it must be said; "setting": held
               until its end or for good; "operation": done once, lasts for good
    makes      what it comes as (label) and in which amounts; the label must then be said; () is any
    effect     multiplies the amount's effect (LogNormal(1, 0) is none), drawn once per posterior draw
    """

    name: str
    acts_on: Literal["input", "parameter"]
    target: str
    unit: str
    low: float
    high: float
    daily: float | None = None
    effect: Prior | None = None
    source: str = ""
    verified: bool = False
    kind: Kind = "dose"
    makes: tuple[tuple[str, tuple[float, ...]], ...] = ()
