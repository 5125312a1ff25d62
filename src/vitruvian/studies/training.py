"""Who a person may be forecast from: never from themselves, best from people recorded alike.

The first of these that has two or more people, the person left out:
the people named for training; the others of the same format and folder; all the others given; the pool
that comes with the program, refused when it holds the person; the people of the data folder.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from vitruvian.core.errors import ModelError
from vitruvian.engine.learned_residual import Moments, moments
from vitruvian.engine.pool import Pool, train_pool
from vitruvian.engine.rolling import Case, Past, RollingOrigin
from vitruvian.studies.fingerprint import Fingerprint

FEWEST = 2


@dataclass(frozen=True)
class Person:
    """A person who can be forecast or learned from; cases by horizon are made when first asked for."""

    name: str
    origin: str
    mark: Fingerprint
    past: Past
    make: Callable[[str, Past, float], Case]
    _cases: dict[float, Case] = field(default_factory=dict)
    _moments: dict[float, Moments] = field(default_factory=dict)

    def case(self, horizon: float) -> Case:
        """The person's forecasts at a horizon."""
        if horizon not in self._cases:
            self._cases[horizon] = self.make(self.mark.hash, self.past, horizon)
        return self._cases[horizon]

    def moments(self, horizon: float) -> Moments:
        """What a pool needs of them."""
        if horizon not in self._moments:
            self._moments[horizon] = moments(self.case(horizon).task.rows)
        return self._moments[horizon]


@dataclass(frozen=True)
class Training:
    """The people, or the shipped pool, that one person is forecast from, and what was said about it."""

    people: tuple[Person, ...]
    shipped: Mapping[str, Any] | None
    kind: str
    note: str = ""

    def pool(self, horizon: float, organ: RollingOrigin) -> Pool:
        """The pool at a horizon."""
        if self.shipped is not None:
            return Pool.from_dict(self.shipped["horizons"][f"{horizon:g}"])
        held = {p.mark.hash: p.moments(horizon) for p in self.people}
        cases = [p.case(horizon) for p in self.people]
        return train_pool([c.task for c in cases], cases[0].experts, organ.baseline, held)


def choose(
    person: Person,
    given: Sequence[Person],
    named: Sequence[Person] | None,
    shipped: Mapping[str, Any] | None,
    fallback: Callable[[], Sequence[Person]],
) -> Training:
    """What to forecast the person from.

    given     the people of the back-test;  named  those of --train, None when it was not asked for
    fallback  people of the data folder, read only when needed
    Raises ModelError when nobody is left to learn from.
    """
    if named is not None:
        return _named(person, named)
    others = _without(person, given)
    alike = [p for p in others if p.origin == person.origin]
    if len(alike) >= FEWEST:
        return Training(tuple(alike), None, "others of the same source")
    if len(others) >= FEWEST:
        return Training(tuple(others), None, "all others given")
    if shipped is not None and not _holds(shipped, person.mark):
        return Training((), shipped, "shipped pool", str(shipped.get("about", "")))
    return _from_folder(person, fallback, shipped is not None)


def _named(person: Person, named: Sequence[Person]) -> Training:
    left = _without(person, named)
    note = (
        "" if len(left) == len(named) else f"{person.name} is among the people named for training: left out"
    )
    if len(left) < FEWEST:
        raise ModelError(
            f"{len(left)} people to learn from without {person.name}, bands need {FEWEST}: "
            "name more with --train"
        )
    return Training(tuple(left), None, "people named for training", note)


def _from_folder(person: Person, fallback: Callable[[], Sequence[Person]], is_held: bool) -> Training:
    left = _without(person, fallback())
    why = f"the shipped pool was trained on {person.name}: refused" if is_held else "there is no shipped pool"
    if len(left) < FEWEST:
        raise ModelError(
            f"{why}, and there is nobody else to learn from: name people with --train, or give --data"
        )
    return Training(tuple(left), None, "people of the data folder", why)


def _without(person: Person, people: Sequence[Person]) -> list[Person]:
    return [p for p in people if not p.mark.is_of(person.mark)]


def _holds(shipped: Mapping[str, Any], mark: Fingerprint) -> bool:
    held = Fingerprint("", frozenset(shipped["prints"]))
    return mark.hash in shipped["people"] or held.is_of(mark)
