"""Draws of a posterior under plans as circulations that can be drawn: one in the middle, a few behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from vitruvian.engine.model import physical, unpack_inputs
from vitruvian.engine.portrait import Gallery
from vitruvian.engine.problem import Problem
from vitruvian.organs.circulation.body import deck_of
from vitruvian.organs.circulation.loop import Person
from vitruvian.organs.circulation.model import Heart, acting
from vitruvian.organs.circulation.portraits import portraits
from vitruvian.organs.circulation.procedures import holes, pumps
from vitruvian.organs.circulation.shown import Shown

Array = Any
_HEART = Heart()


def portray(draws: Array, plans: Sequence[tuple[str, Problem]], behind: int) -> Gallery:
    """The figures of the last day of each plan.

    draws   (N, P) equally weighted; the one in the middle is drawn strongly
    plans   words and future of each
    behind  how many others are drawn thinly
    """
    z = np.asarray(draws, dtype=float)[:, : len(_HEART.parameters)]
    middle = in_the_middle(z)
    chosen = jnp.asarray(np.concatenate([z[middle : middle + 1], np.delete(z, middle, axis=0)[:behind]]))
    return portraits([_shown(words, chosen, future) for words, future in plans])


def in_the_middle(z: Array) -> int:
    """Index of the draw (N, P) that is nearest to the medians, each in its own spread."""
    spread = np.std(z, axis=0)
    away = (z - np.median(z, axis=0)) / np.where(spread > 0.0, spread, 1.0)
    return int(np.argmin(np.sum(away**2, axis=1)))


def _shown(words: str, z: Array, future: Problem) -> Shown:
    row, size = np.asarray(future.u[int(future.length) - 1]), len(z)
    with_it = _changed if np.any(row) else _as_they_are
    people = jax.tree.map(lambda v: jnp.broadcast_to(v, size), with_it(z, jnp.asarray(row), future.person))
    first = jax.tree.map(lambda v: v[0], people)
    behind = jax.tree.map(lambda v: v[1:], people) if len(z) > 1 else None
    return Shown(words, first, behind)


@jax.jit
def _as_they_are(z: Array, row: Array, person: dict[str, Array]) -> Person:
    """The circulation of each draw (N, P) on a day that nothing touches: no beat has to run to know it.

    With the same devices attached, standing still, as on a day of a plan: one program draws both.
    """
    u = unpack_inputs(_HEART, row)
    p = physical(_HEART, z)
    return Person(deck_of(p, person), pumps(holes(u, person), u, p))


@jax.jit
def _changed(z: Array, row: Array, person: dict[str, Array]) -> Person:
    """The circulation of each draw (N, P) on a day of inputs `row`, along a leading axis."""
    u = unpack_inputs(_HEART, row)

    def one(each: Array) -> Person:
        return acting(_HEART.prepare(physical(_HEART, each), person, ()), u)[0]

    return jax.vmap(one)(z)
