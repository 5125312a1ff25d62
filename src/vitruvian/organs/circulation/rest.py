"""What is seen of a circulation at rest, and how that changes with its numbers.

Slopes are central differences of the whole search for the periodic beat, all shifted hearts in one batch. The
implicit derivatives of `periodic` are exact, but the compiler needs seven times as long for them, and the
corners of the valves make them no better a guide over the step of a fit.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import jax
import jax.numpy as jnp

from vitruvian.organs.circulation.beat_measures import Measures, measure
from vitruvian.organs.circulation.body import deck_of
from vitruvian.organs.circulation.loop import Person
from vitruvian.organs.circulation.observation import seen
from vitruvian.organs.circulation.periodic import periodic
from vitruvian.organs.circulation.priors import HEART, VALVES, VESSELS
from vitruvian.organs.circulation.procedures import unclosed

Array = Any
STEPS = 500
"""Of a beat: 1.7 ms at 70 beats a minute, where pressures and volumes are within 0.4 % of 1 ms."""
TOLERANCE, BEATS = 1e-4, 25
"""mL between beats at which the search ends, and the beats after which it does in any case."""
NAMES = tuple(q.name for q in (*HEART, *VESSELS, *VALVES))
"""Parameters that rest depends on; all are positive."""
_SHIFT = 5e-3


@jax.jit
def read(person: Person) -> Measures:
    """What is read of the periodic beat. Compiled by itself, so that others which hold it trace it once."""
    return measure(person, periodic(person, STEPS, TOLERANCE, BEATS).state, STEPS)[1]


def at_rest(p: Mapping[str, Array], person: Mapping[str, Array]) -> dict[str, Array]:
    """Signals of a day that nothing touches."""
    return _signals(jnp.log(jnp.stack([p[name] for name in NAMES])), dict(person))


@jax.custom_jvp
def _signals(logs: Array, person: dict[str, Array]) -> dict[str, Array]:
    p = dict(zip(NAMES, jnp.exp(logs), strict=True))
    deck = deck_of(p, person)
    return seen(read(Person(deck, unclosed(person))), deck, p["outflow_area"] * person["size"])


@_signals.defjvp
def _signals_jvp(primals: Any, tangents: Any) -> Any:
    """Facts of a person have no slope: nothing is fitted of them."""
    logs, person = primals
    size = logs.shape[0]
    shifts = _SHIFT * jnp.concatenate([jnp.zeros((1, size)), jnp.eye(size), -jnp.eye(size)])
    found = jax.vmap(lambda shift: _signals(logs + shift, person))(shifts)

    def slope(values: Array) -> Array:
        return (values[1 : size + 1] - values[size + 1 :]) @ tangents[0] / (2.0 * _SHIFT)

    return jax.tree.map(lambda v: v[0], found), jax.tree.map(slope, found)
