"""Circulations to be drawn beside each other: the beat of each, and of a few people behind it."""

from __future__ import annotations

from typing import Any, NamedTuple

import jax
import numpy as np

from vitruvian.organs.circulation.loop import Person
from vitruvian.organs.circulation.traced_beat import Traced, one, traced

Array = Any
LETTERS = "ABCDEF"


class Shown(NamedTuple):
    """A circulation to be drawn: words of its plan, the person, and others who fit as well (behind it).

    draws  ensemble along the trailing axis
    """

    words: str
    person: Person
    draws: Person | None = None


class Drawn(NamedTuple):
    """The same with its beats; `name` has the plan's letter in front where there are several plans."""

    name: str
    words: str
    person: Person
    beat: Traced
    thin: tuple[Traced, ...] = ()


def drawn(item: Shown, index: int, count: int) -> Drawn:
    """The plan of this index of `count`, with its beats."""
    name = f"{LETTERS[index]} {item.words}" if count > 1 else item.words
    if item.draws is None:
        return Drawn(name, item.words, item.person, traced(item.person))
    behind = np.broadcast_shapes(*(np.shape(leaf) for leaf in jax.tree.leaves(item.draws)))
    everyone = jax.tree.map(lambda a, b: np.append(a, np.broadcast_to(b, behind)), item.person, item.draws)
    several = traced(everyone)
    beat, *thin = (one(several, k) for k in range(several.state.lv.shape[-1]))
    return Drawn(name, item.words, item.person, beat, tuple(thin))


def plain(values: Array) -> tuple[float, ...]:
    """To four figures: enough to draw, and half as long to write."""
    return tuple(float(f"{float(v):.4g}") for v in values)


def whole(value: Array) -> str:
    """Without decimals."""
    return f"{float(value):.0f}"
