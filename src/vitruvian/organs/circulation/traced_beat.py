"""The periodic beat of a person as curves over time, with the four valve events that part it into phases."""

from __future__ import annotations

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from vitruvian.organs.circulation.beat_measures import Measures, measure
from vitruvian.organs.circulation.loop import Person, Signals, State, begin, trace_beat
from vitruvian.organs.circulation.periodic import periodic

Array = Any
STEPS = 600
TOLERANCE, BEATS = 1e-3, 60
"""mL between beats at which the search ends, and the beats after which it does in any case."""
_FLOWING = 8.0
"""mL/s forwards at which a valve counts as open; less is the swing of its closing leaflets."""


class Traced(NamedTuple):
    """One beat from atrial onset on, (STEPS, ...) each, the ensemble behind the time.

    time s; state and signals at the same instants; their means; what is read of the beat
    change  of the volumes between beats, mL: large when the search did not settle
    """

    time: Array
    period: Array
    state: State
    signals: Signals
    means: dict[str, Array]
    read: Measures
    change: Array


class Events(NamedTuple):
    """When valves close and open, s after atrial onset; None where a valve does not (no ejection, a pump)."""

    mitral_closes: float | None
    aortic_opens: float | None
    aortic_closes: float | None
    mitral_opens: float | None


def traced(person: Person) -> Traced:
    """The periodic beat of a person, or of an ensemble along the trailing axis; arrays are NumPy's."""
    shape = np.broadcast_shapes(*(np.shape(leaf) for leaf in jax.tree.leaves(person)))
    whole = jax.tree.map(lambda leaf: jnp.broadcast_to(jnp.asarray(leaf, float), shape), person)
    return jax.tree.map(np.asarray, _traced(whole))


@jax.jit
def _traced(person: Person) -> Traced:
    settled = periodic(person, STEPS, TOLERANCE, BEATS)
    beat = begin(person, STEPS)
    _, (states, signals) = trace_beat(beat, settled.state)
    _, read = measure(person, settled.state, STEPS)

    def started(first: Array, rest: Array) -> Array:
        return jnp.concatenate([first[None], rest[:-1]])

    state = jax.tree.map(started, settled.state, states)
    means = {name: jnp.mean(v, axis=0) for seen in (state, signals) for name, v in seen._asdict().items()}
    return Traced(beat.instants.time, beat.period, state, signals, means, read, settled.change)


def one(beat: Traced, index: int | None) -> Traced:
    """One member of an ensemble; the same without an ensemble."""
    if index is None:
        return beat
    return jax.tree.map(lambda v: v[..., index] if np.ndim(v) and v.shape[-1] > index else v, beat)


def events(beat: Traced) -> Events:
    """Valve events of a single person's beat, by the flow through the open valves."""
    step, period = float(beat.period) / len(beat.time), float(beat.period)
    out, into = np.asarray(beat.state.q_av), np.asarray(beat.state.q_mv)
    ejecting = _stretch(out > _FLOWING, int(np.argmax(out)))
    shut = _stretch(into <= _FLOWING, int(np.argmax(beat.signals.p_lv)))
    times = [None if k is None else round(k * step, 4) % period for k in (*shut, *ejecting)]
    closes, opens, aortic_opens, aortic_closes = times
    return Events(closes, aortic_opens, aortic_closes, opens)


def _stretch(is_so: Array, inside: int) -> tuple[int, int] | tuple[None, None]:
    """First index and the one after the last of the stretch around `inside`, round the beat's end.

    None where it is never so, or always.
    """
    steps = len(is_so)
    if not is_so[inside] or is_so.all():
        return None, None
    first = next(n for n in range(steps) if not is_so[(inside - n - 1) % steps])
    last = next(n for n in range(steps) if not is_so[(inside + n + 1) % steps])
    return (inside - first) % steps, (inside + last + 1) % steps
