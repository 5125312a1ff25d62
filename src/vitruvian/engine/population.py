"""A population of Markov chains that propose by each other's differences.

Two halves move in turn. A chain is moved by the scaled difference of two chains of the other half (ter Braak
2006, doi:10.1007/s11222-006-8769-1), sometimes by a whole difference, which carries it from one mode to
another, and sometimes by a fresh draw of a mixture that is right already in most places. No gradient is
needed and kinks do no harm. It is exact where importance sampling stays thin, at a few times its price.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from numpyro.diagnostics import effective_sample_size

from vitruvian.engine.mixture import Mixture, draw, log_density, refit

Array = Any
COUNT, BLOCK, KEPT, SETTLING = 400, 60, 3, 4
"""Chains, steps of one compiled block, every which step is kept, and blocks before anything is."""
TURNS = 3
"""Times the slowest coordinate's chains must have forgotten where they were."""
_INDEPENDENT, _WHOLE = 0.4, 0.1
"""Share of proposals from the mixture, and of whole differences among the others."""


class Walk(NamedTuple):
    """Kept places path (S, N, D), acceptance, effective draws of each coordinate (D,), and how many times
    the slowest coordinate's chains have forgotten where they were."""

    path: Array
    acceptance: float
    ess: Array
    turns: float


class _Place(NamedTuple):
    z: Array
    target: Array
    mixed: Array


def walk(
    log_density_of: Callable[[Array, Any], Array], start: Array, mixture: Mixture, data: Any, key: Array,
    mask: Array, wanted: float, blocks: int,
) -> Walk:  # fmt: skip
    """SETTLING blocks that also teach the mixture, then blocks until all coordinates are known well enough.

    log_density_of  (z (D,), data) -> log target; static
    start           (COUNT, D) first places, spread as the target is or wider
    mask            (D,) coordinates in use; the others stay where they are
    wanted, blocks  effective draws of the worst coordinate, and the most blocks to get them

    Nothing of the settling is kept, and the mixture does not change after it.
    """
    active = np.flatnonzero(np.asarray(mask))
    place, paths, shares = jnp.asarray(start), [], []
    for block in range(SETTLING + blocks):
        here = jax.random.fold_in(key, block)
        place, path, share = _block(log_density_of, place, mixture, data, here, mask, BLOCK)
        if block < SETTLING:
            mixture = _taught(mixture, path, mask)
            continue
        paths.append(np.asarray(path))
        shares.append(float(share))
        found = _judged(np.concatenate(paths), active, shares)
        if found.ess.min() >= wanted and found.turns >= TURNS:
            break
    return found


def _judged(path: Array, active: Array, shares: list[float]) -> Walk:
    """The places (S, N, D) with their diagnoses."""
    ess = np.full(path.shape[2], np.inf)
    ess[active] = effective_sample_size(np.swapaxes(path, 0, 1)[:, :, active])
    return Walk(path, float(np.mean(shares)), ess, float(ess.min()) / path.shape[1])


@jax.jit
def _taught(mixture: Mixture, path: Array, mask: Array) -> Mixture:
    """The mixture after expectation-maximisation on the places of a block."""
    z = path.reshape(-1, path.shape[-1]) * mask
    even = jnp.full(len(z), 1.0 / len(z))
    taught: Mixture = jax.lax.fori_loop(0, 8, lambda _, now: refit(now, z, even, mask), mixture)
    return taught


@partial(jax.jit, static_argnames=("log_density_of", "steps"))
def _block(
    log_density_of: Callable[[Array, Any], Array], start: Array, mixture: Mixture, data: Any, key: Array,
    mask: Array, steps: int,
) -> tuple[Array, Array, Array]:  # fmt: skip
    """Where all are after `steps` steps, where they were at each KEPT-th, and the share of moves accepted."""
    half = len(start) // 2

    def placed(z: Array) -> _Place:
        target = jax.lax.map(lambda x: log_density_of(x, data), z, batch_size=half)
        return _Place(z, jnp.where(jnp.isnan(target), -jnp.inf, target), log_density(mixture, z, mask))

    def moved(own: _Place, other: Array, at: Array) -> tuple[_Place, Array]:
        keys = jax.random.split(at, 3)
        jump = own.z + _difference(keys[0], other, mask)
        fresh = jnp.where(mask > 0, draw(mixture, keys[1], half), own.z)
        choice, chance = jax.random.uniform(keys[2], (2, half))
        alone = choice < _INDEPENDENT
        new = placed(jnp.where(alone[:, None], fresh, jump))
        gain = new.target - own.target + jnp.where(alone, own.mixed - new.mixed, 0.0)
        taken = jnp.log(chance) < gain
        chosen = jax.tree.map(lambda a, b: jnp.where(taken.reshape(-1, *[1] * (a.ndim - 1)), a, b), new, own)
        return chosen, jnp.mean(taken)

    def step(halves: tuple[_Place, _Place], turn: Array) -> tuple[tuple[_Place, _Place], Array]:
        one, two = halves
        at = jax.random.fold_in(key, turn)
        one, first = moved(one, two.z, jax.random.fold_in(at, 0))
        two, second = moved(two, one.z, jax.random.fold_in(at, 1))
        return (one, two), 0.5 * (first + second)

    def several(halves: tuple[_Place, _Place], turn: Array) -> tuple[tuple[_Place, _Place], Any]:
        halves, share = jax.lax.scan(step, halves, turn * KEPT + jnp.arange(KEPT))
        return halves, (jnp.concatenate([halves[0].z, halves[1].z]), jnp.mean(share))

    begun = (placed(start[:half]), placed(start[half:]))
    ((one, two), (path, share)) = jax.lax.scan(several, begun, jnp.arange(steps // KEPT))
    return jnp.concatenate([one.z, two.z]), path, jnp.mean(share)


def _difference(key: Array, other: Array, mask: Array) -> Array:
    """A scaled difference of two different chains of the other half for each chain, with a little noise."""
    count, size = other.shape
    keys = jax.random.split(key, 5)
    first = jax.random.randint(keys[0], (count,), 0, count)
    second = (first + jax.random.randint(keys[1], (count,), 1, count)) % count
    usual = 2.38 / jnp.sqrt(2.0 * jnp.maximum(jnp.sum(mask), 1.0))
    scale = usual * jnp.exp(0.5 * jax.random.normal(keys[2], (count, 1)) - 0.2)
    scale = jnp.where(jax.random.uniform(keys[3], (count, 1)) < _WHOLE, 1.0, scale)
    noise = 1e-4 * jax.random.normal(keys[4], (count, size))
    return (scale * (other[first] - other[second]) + noise) * mask
