"""How well a draw explains the readings, with the discrepancy integrated out exactly.

`whitened` gives one standardised innovation per reading and signal; their squares and the log variances are
the log likelihood. The same pass leaves the discrepancy belief at the end, where a forecast starts.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp

from vitruvian.engine import discrepancy as gap
from vitruvian.engine.model import Model, physical
from vitruvian.engine.problem import Problem
from vitruvian.engine.simulate import march

Array = Any
LOG_2PI = 1.8378770664093453


class Fit(NamedTuple):
    """Result of one draw over one problem.

    innovation (T, M) standardised innovations, 0 where there is no reading
    variance   (T, M) their predictive variances, 1 where there is no reading
    state      model state after the last step;  beliefs: discrepancy belief per signal
    """

    innovation: Array
    variance: Array
    state: Any
    beliefs: dict[str, gap.Belief]


def processes(model: Model, z: Array) -> dict[str, gap.Dynamics]:
    """Discrepancy dynamics of each observed signal at draw z."""
    p = physical(model, z)
    return {s: d.dynamics(p, model.exchange) for s, d in model.observes.items()}


def fit(model: Model, z: Array, problem: Problem, state: Any = None, beliefs: Any = None) -> Fit:
    """Filter the readings of the problem under draw z (P + E,)."""
    problem = jax.tree.map(jnp.asarray, problem)
    p = physical(model, z)
    moves = processes(model, z)
    carry = {s: gap.begin(m) for s, m in moves.items()} if beliefs is None else beliefs

    order = tuple(model.observes)
    lasting = [j for j, s in enumerate(order) if model.observes[s].reads]

    def listen(held: dict[str, gap.Belief], k: Array, predicted: dict[str, Array]) -> tuple[Any, Any]:
        y, weight = problem.y[k], problem.weight[k]
        noise = gap.noise_variances(model.observes, p, predicted)
        innovation, spread, after = y - jnp.stack([predicted[s] for s in order]), noise, dict(held)
        for j in lasting:
            s = order[j]
            before = gap.predict(held[s], moves[s])
            reads = model.observes[s].reads
            after[s], own, wide = gap.update(before, reads, innovation[j], noise[j], weight[j])
            innovation, spread = innovation.at[j].set(own), spread.at[j].set(wide)
        return after, (weight * innovation / jnp.sqrt(spread), 1.0 + weight * (spread - 1.0))

    final, held, (innovation, variance) = march(model, z, problem, listen, carry, state=state)
    return Fit(innovation, variance, final, held)


def log_likelihood(model: Model, z: Array, problem: Problem) -> Array:
    """Log density of all readings given draw z."""
    return fit_density(model, z, problem)


def fit_density(model: Model, z: Array, problem: Problem, state: Any = None, beliefs: Any = None) -> Array:
    """Log density of all readings given draw z and where the stretch starts (None: as the model does)."""
    found = fit(model, z, problem, state, beliefs)
    count = jnp.sum(problem.weight)
    return -0.5 * (jnp.sum(found.innovation**2) + jnp.sum(jnp.log(found.variance)) + LOG_2PI * count)


def log_posterior(model: Model, z: Array, problem: Problem, active: Array) -> Array:
    """Log likelihood plus the standard normal prior of the active coordinates (up to a constant)."""
    return log_likelihood(model, z, problem) - 0.5 * jnp.sum(active * z * z)


def residual_vector(model: Model, z: Array, problem: Problem, active: Array) -> Array:
    """Vector r with |r|² = -2 log posterior + const, for Gauss-Newton: innovations, log variances, prior.

    A log variance enters as √(log(variance / floor)) with a floor well below any sensor noise, which keeps
    the argument positive and the sum exact up to a constant.
    """
    found = fit(model, z, problem)
    excess = jnp.log(found.variance / VARIANCE_FLOOR)
    used = problem.weight > 0
    root = jnp.sqrt(jnp.where(used, jnp.maximum(excess, 1e-12), 1.0)) * used
    return jnp.concatenate([found.innovation.ravel(), root.ravel(), active * z])


VARIANCE_FLOOR = 1e-6
"""In squared units of the signal; readings are never more precise than 0.001 of their unit."""
