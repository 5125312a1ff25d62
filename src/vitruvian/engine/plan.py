"""A plan is data: what would be done, when, and how much. Words parse into it; it is echoed back.

Instants are µs UTC here; the JSON form has ISO times. Hard limits are checked when the plan is made, so a
plan that exists is one that may be asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vitruvian.core.errors import PlanError
from vitruvian.engine.intervention import Intervention, Kind

MINUTE = 60_000_000
DAY = 1440 * MINUTE
AT_ONCE = 60 * MINUTE
"""Doses within this time count as one against the hard limit of one dose."""


@dataclass(frozen=True, slots=True)
class Item:
    """One act.

    kind    "dose" adds an amount; "setting" holds a level, or scales what is planned when `scale` is given;
            "event" is a dose that takes time (a meal, exercise); "operation" changes anatomy or parameters
    amount  in `unit`; for a scale the factor, with unit "1"
    start, end  µs UTC; end None for an instant, or for a setting without an end
    """

    kind: Kind
    target: str
    amount: float
    unit: str
    start: int
    end: int | None = None
    scale: bool = False
    every: int | None = None
    times: int = 1
    label: str = ""

    def starts(self) -> tuple[int, ...]:
        """All starts, repeats included."""
        return tuple(self.start + k * (self.every or 0) for k in range(self.times))


@dataclass(frozen=True, slots=True)
class Plan:
    """Items on top of a base; the empty plan is "as planned"."""

    items: tuple[Item, ...] = ()
    base: str = "as-planned"
    words: str = "as planned"


def check_limits(plan: Plan, interventions: Sequence[Intervention]) -> None:
    """Refuse, with PlanError, an item no intervention allows, or an amount beyond its hard limits."""
    known = {i.name: i for i in interventions}
    for item in plan.items:
        if item.target not in known:
            raise PlanError(f"nothing called {item.target!r} can be planned here: {', '.join(sorted(known))}")
        _check_amount(item, known[item.target])
    for name, allowed in known.items():
        _check_day(plan, name, allowed)


def _check_amount(item: Item, allowed: Intervention) -> None:
    if item.scale:
        if not 0.0 <= item.amount <= 3.0:
            raise PlanError(f"{item.target} x{item.amount:g} is outside the limits x0 to x3: refused")
        return
    if allowed.makes:
        _check_make(item, allowed)
    if not allowed.low <= item.amount <= allowed.high:
        raise PlanError(
            f"{item.target} {item.amount:g} {_unit(allowed)} is outside the hard limits "
            f"{allowed.low:g} to {allowed.high:g} {_unit(allowed)}: refused; plan an amount inside them"
        )


def _check_make(item: Item, allowed: Intervention) -> None:
    made = dict(allowed.makes)
    if item.label not in made:
        raise PlanError(f"{item.target}: say which make, one of {', '.join(made)}")
    if item.amount not in made[item.label]:
        sizes = ", ".join(f"{x:g}" for x in made[item.label])
        raise PlanError(
            f"{item.target} {item.label} {item.amount:g} {_unit(allowed)} does not exist here: refused; "
            f"{item.label} comes in {sizes} {_unit(allowed)}"
        )


def _check_day(plan: Plan, name: str, allowed: Intervention) -> None:
    if allowed.daily is None:
        return
    given = sorted((s, i.amount) for i in plan.items if i.target == name and not i.scale for s in i.starts())
    for start, _ in given:
        together = sum(a for s, a in given if start <= s < start + AT_ONCE)
        if together > allowed.high:
            raise PlanError(
                f"{name} adds up to {together:g} {_unit(allowed)} within {AT_ONCE // MINUTE} minutes, "
                f"over the hard limit of {allowed.high:g} for one dose: refused"
            )
        total = sum(a for s, a in given if start <= s < start + DAY)
        if total > allowed.daily:
            raise PlanError(
                f"{name} adds up to {total:g} {_unit(allowed)} within 24 hours, over the hard limit of "
                f"{allowed.daily:g}: refused"
            )


def _unit(allowed: Intervention) -> str:
    """The unit as people write it: UCUM's [iU] is U."""
    return allowed.unit.replace("[iU]", "U")
