"""The engine's only time loop: one `lax.scan` over exchange steps, with a listener at each step.

simulate, calibrate, assimilate and forecast all call `march`; they differ only in the listener.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from vitruvian.engine.model import Model, physical, unpack_inputs
from vitruvian.engine.problem import Problem, quieted

Array = Any


class Trajectory(NamedTuple):
    """Predicted signals (.., T) at step ends, and the state after the last step."""

    times: Array
    signals: dict[str, Array]
    final: Any


Listener = Callable[[Any, Array, dict[str, Array]], tuple[Any, Any]]


def latent_rates(problem: Problem, z_events: Array) -> Array:
    """True amount per step of each latent event, (E + 1,): the last entry is the empty slot."""
    return jnp.append(problem.amount * jnp.exp(problem.spread * z_events), 0.0)


def inputs_at(problem: Problem, rates: Array, k: Array) -> Array:
    """Input row (C,) of step k: the known part plus the latent events of this step."""
    row = problem.u[k]
    if problem.column.shape[0] == 0:
        return row
    columns = jnp.append(problem.column, 0)
    for slot in range(problem.slots.shape[1]):
        number = problem.slots[k, slot]
        row = row + jnp.where(jnp.arange(row.shape[0]) == columns[number], rates[number], 0.0)
    return row


def prepared(model: Model, z: Array, problem: Problem) -> dict[str, Array]:
    """What `prepare` makes of the draw z (D,), parameters first."""
    return model.prepare(physical(model, z), problem.person, problem.static)


def march(
    model: Model,
    z: Array,
    problem: Problem,
    listen: Listener,
    carry: Any,
    state: Any = None,
    key: Array | None = None,
) -> tuple[Any, Any, Any]:
    """Run one draw over the whole problem.

    z       (P + E,) standard normal coordinates, latent events last
    listen  (carry, k, predicted signals) -> (carry, output of step k)
    state   where to start; None asks the model's `initial`

    Steps after `problem.length` are padding: state and carry stay as they were at the end of the record.
    returns final state, final carry, stacked outputs
    """
    problem = jax.tree.map(jnp.asarray, problem)
    p = prepared(model, z, problem)
    rates = latent_rates(problem, z[len(model.parameters) :])
    key = jax.random.key(0) if key is None else key
    begin = model.initial(p, problem.person, problem.static, key) if state is None else state

    def step(loop: tuple[Any, Any], k: Array) -> tuple[tuple[Any, Any], Any]:
        now, heard = loop
        u = unpack_inputs(model, inputs_at(problem, rates, k))
        t0 = problem.clock / model.minutes_per_unit + k * model.exchange
        then, readout = model.advance(p, now, u, t0, problem.static, jax.random.fold_in(key, k))
        after, out = listen(heard, k, model.observe(p, readout))
        return keep(k < problem.length, (then, after), (now, heard)), out

    (final, carry), outputs = jax.lax.scan(step, (begin, carry), jnp.arange(problem.u.shape[0]))
    return final, carry, outputs


def keep(condition: Array, after: Any, before: Any) -> Any:
    """`after` where the condition holds, else `before`, leaf by leaf."""
    return jax.tree.map(lambda a, b: jnp.where(condition, a, b), after, before)


@partial(jax.jit, static_argnames=("model",))
def _trajectories(model: Model, z: Array, problem: Problem) -> tuple[dict[str, Array], Any]:
    def one(draw: Array) -> tuple[dict[str, Array], Any]:
        final, _, signals = march(model, draw, problem, lambda c, k, s: (c, s), ())
        return signals, final

    return jax.vmap(one)(z)


def simulate(model: Model, z: Array, problem: Problem) -> Trajectory:
    """Deterministic curves of draws z (N, P + E): no discrepancy, no sensor noise."""
    signals, final = _trajectories(model, jnp.atleast_2d(z), quieted(problem))
    times = (np.arange(problem.u.shape[0]) + 1) * model.exchange
    return Trajectory(times, {k: np.asarray(v) for k, v in signals.items()}, final)
