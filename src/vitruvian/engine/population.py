"""A population of Markov chains that propose by each other's differences.

Two halves move in turn. A chain is moved by the scaled difference of two chains of the other half (ter Braak
2006, doi:10.1007/s11222-006-8769-1), sometimes by a whole difference, which carries it from one mode to
another, and sometimes by a fresh draw of a mixture that is right already in most places. No gradient is
needed and kinks do no harm. It is exact where importance sampling stays thin, at a few times its price.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.random import Generator
from numpyro.diagnostics import effective_sample_size

from vitruvian.engine.mixture import Mixture, draw, log_density, refit

Array = Any
Density = Callable[[Array], Array]
COUNT, BLOCK, KEPT, SETTLING = 400, 60, 3, 4
"""Chains, steps of one block, every which step is kept, and blocks before anything is."""
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
    density: Density, start: Array, mixture: Mixture, random: Generator,
    mask: Array, wanted: float, blocks: int,
) -> Walk:  # fmt: skip
    """SETTLING blocks that also teach the mixture, then blocks until all coordinates are known well enough.

    density         places (N, D) -> log target (N,), -inf where the model fails
    start           (COUNT, D) first places, spread as the target is or wider
    mask            (D,) coordinates in use; the others stay where they are
    wanted, blocks  effective draws of the worst coordinate, and the most blocks to get them

    Nothing of the settling is kept, and the mixture does not change after it.
    """
    active, paths, shares = np.flatnonzero(mask), [], []
    begun = _Place(start, density(start), np.zeros(len(start)))
    halves = [_Place(*(a[half::2] for a in begun)) for half in (0, 1)]
    for block in range(SETTLING + blocks):
        path, share = _block(density, halves, mixture, random, mask)
        if block < SETTLING:
            mixture = _taught(mixture, path, mask)
            continue
        paths.append(path)
        shares.append(share)
        found = _judged(np.concatenate(paths), active, shares)
        if found.ess.min() >= wanted and found.turns >= TURNS:
            break
    return found


def _judged(path: Array, active: Array, shares: list[float]) -> Walk:
    """The places (S, N, D) with their diagnoses; chains that never moved have no effective draw."""
    ess = np.full(path.shape[2], np.inf)
    ess[active] = np.nan_to_num(effective_sample_size(np.swapaxes(path, 0, 1)[:, :, active]))
    return Walk(path, float(np.mean(shares)), ess, float(ess.min()) / path.shape[1])


def _taught(mixture: Mixture, path: Array, mask: Array) -> Mixture:
    """The mixture after expectation-maximisation on the places of a block."""
    z = path.reshape(-1, path.shape[-1]) * mask
    even = np.full(len(z), 1.0 / len(z))
    for _ in range(8):
        mixture = refit(mixture, z, even, mask)
    return mixture


def _block(
    density: Density, halves: list[_Place], mixture: Mixture, random: Generator, mask: Array
) -> tuple[Array, float]:
    """Moves both halves BLOCK steps; where all were at each KEPT-th, and the share of moves accepted."""
    for side in (0, 1):
        halves[side] = halves[side]._replace(mixed=log_density(mixture, halves[side].z, mask))
    path, shares = [], []
    for turn in range(BLOCK):
        for side in (0, 1):
            own = halves[side]
            z, alone = _proposed(own.z, halves[1 - side].z, mixture, random, mask)
            new = _Place(z, density(z), log_density(mixture, z, mask))
            gain = new.target - own.target + np.where(alone, own.mixed - new.mixed, 0.0)
            taken = np.log(random.uniform(size=len(z))) < gain
            halves[side] = _Place(*(_chosen(taken, *pair) for pair in zip(new, own, strict=True)))
            shares.append(np.mean(taken))
        if turn % KEPT == KEPT - 1:
            path.append(np.concatenate([half.z for half in halves]))
    return np.stack(path), float(np.mean(shares))


def _proposed(
    own: Array, other: Array, mixture: Mixture, random: Generator, mask: Array
) -> tuple[Array, Array]:
    """Where each of a half is to go, and who goes by the mixture alone."""
    fresh = np.where(mask > 0, draw(mixture, random, len(own)), own)
    alone = random.uniform(size=len(own)) < _INDEPENDENT
    return np.where(alone[:, None], fresh, own + _difference(random, other, mask)), alone


def _difference(random: Generator, other: Array, mask: Array) -> Array:
    """A scaled difference of two different chains of the other half for each chain, with a little noise."""
    count = len(other)
    first = random.integers(count, size=count)
    second = (first + random.integers(1, count, size=count)) % count
    usual = 2.38 / np.sqrt(2.0 * max(np.sum(mask), 1.0))
    scale = usual * np.exp(0.5 * random.standard_normal((count, 1)) - 0.2)
    scale = np.where(random.uniform(size=(count, 1)) < _WHOLE, 1.0, scale)
    noise = 1e-4 * random.standard_normal(other.shape)
    return (scale * (other[first] - other[second]) + noise) * mask


def _chosen(taken: Array, new: Array, own: Array) -> Array:
    """The new rows where they were taken."""
    return np.where(taken.reshape(-1, *[1] * (new.ndim - 1)), new, own)
