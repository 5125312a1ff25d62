"""Assimilate: what new readings change, at a fixed cost per reading.

An ensemble follows the readings with exact weights. When fewer than half of its members count, new ones are
drawn by adaptive importance sampling of the stretch since the last checkpoint (as in IBIS, Chopin 2002,
doi:10.1093/biomet/89.3.539), so errors do not accumulate from step to step and states always belong to their
parameters. When that stretch grows past `LONGEST_DAYS` (`EVENTFUL_DAYS` where much of it is latent), what was
learnt becomes the next checkpoint. Late rows restart at the checkpoint before them: `rewind`, then assimilate
the record from `Tracked.step` on.

Within a stretch parameters are constant; with drift they walk from checkpoint to checkpoint.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from vitruvian.core.errors import ModelError
from vitruvian.core.progress import track
from vitruvian.engine.checkpoint import (
    RESIDUALS,
    Checkpoint,
    beginning,
    log_prior,
    opening,
    packed,
    parameters_at,
    start_at,
    summarise,
)
from vitruvian.engine.ensemble import Ensemble, Told, advance, carried, reparametrised, settle
from vitruvian.engine.importance import weight_ess
from vitruvian.engine.lanes import at_places
from vitruvian.engine.likelihood import fit_density
from vitruvian.engine.mixture import Mixture, from_modes
from vitruvian.engine.model import Model, full_version
from vitruvian.engine.normal_mixture import draw, slices
from vitruvian.engine.posterior import Posterior
from vitruvian.engine.problem import EVENT_BUCKETS, Problem, bucket
from vitruvian.engine.resampling import systematic
from vitruvian.engine.sampling import Budget, Drawn, sample
from vitruvian.engine.window import cut, join, latent_count

Array = Any
LONGEST_DAYS = 21.0
"""Length of the stretch that is sampled anew; longer is nearer to a batch fit and dearer in proportion."""
EVENTFUL_DAYS, MOST_EVENTS = 5.0, 24
"""Its length where it holds so many latent events: with more coordinates the samples would stay thin."""
BLOCK = 36
"""Steps of a backlog that are weighed at once."""
RENEWING = Budget(rounds=6, size=1000, final=3000, batches=6, repeats=3, wanted=1000.0, blocks=0)
"""For new members: there will be others soon, so what is thin for once costs no population of chains."""
LASTING = Budget(rounds=8, size=2000, final=4000, batches=8, repeats=2, wanted=1600.0, blocks=8)
"""For a checkpoint, whose error stays for good, and for a posterior that is looked at."""
CHECKPOINTS = 8
"""How many checkpoints are kept for late rows."""


@dataclass(frozen=True)
class Tracked:
    """A person's twin as the readings so far leave it. Values are never changed in place.

    step         exchange steps since the origin
    window       the record since the last checkpoint
    x            (N, P + RESIDUALS + E) coordinates of the members in the window
    checkpoints  (step, checkpoint) pairs, the last one is where the window begins
    """

    step: int
    window: Problem
    x: Array
    ensemble: Ensemble
    checkpoints: tuple[tuple[int, Checkpoint], ...]

    @property
    def checkpoint(self) -> Checkpoint:
        """Where the window begins."""
        return self.checkpoints[-1][1]

    @property
    def effective(self) -> float:
        """Members that count."""
        return float(weight_ess(np.exp(np.asarray(self.ensemble.log_weight))))


@dataclass(frozen=True)
class _WindowDensity:
    """Log density of window coordinates given the window's readings: static, hashable."""

    model: Model

    def __call__(self, x: Array, data: tuple[Problem, Checkpoint, Array]) -> Array:
        window, checkpoint, mask = data
        z = parameters_at(checkpoint, x)
        state, beliefs = opening(self.model, z, window, start_at(self.model, checkpoint, x, window))
        return fit_density(self.model, z, window, state, beliefs) + log_prior(checkpoint, x, mask)


def start(
    model: Model, problem: Problem, key: Array, posterior: Posterior | None = None, members: int = 500
) -> Tracked:
    """A twin before any reading of `problem`, or after all of them when their `posterior` is given.

    The posterior must be the calibration of exactly this problem: its data are then never used again.
    """
    first = beginning(model, problem)
    size = len(model.parameters)
    window = problem if posterior is not None else cut(model, problem, 0, 0)
    if posterior is None:
        x = np.asarray(jax.random.normal(key, (members, size + RESIDUALS)))
    else:
        z = posterior.draws(members)
        x = np.concatenate([z[:, :size], np.zeros((members, RESIDUALS)), z[:, size:]], axis=1)
    ensemble = settle(model, first, jnp.asarray(x), window)
    return Tracked(int(window.length), window, x, ensemble, ((0, first),))


def resume(
    model: Model, posterior: Posterior, window: Problem, key: Array, drift: Array | float = 0.0,
    members: int = 500,
) -> Tracked:  # fmt: skip
    """The twin at the end of the stretch that `posterior` was drawn over; what it learnt is a checkpoint.

    window  that stretch: the problem of the calibration, or the part of it in `details["window_start"]` on
    drift   SD per step of the walk of z, (P,) or one for all, over the steps of the window
    """
    size = len(model.parameters)
    z = posterior.draws(members)
    ensemble = carried(model, jnp.asarray(z), posterior.starts(members), window)
    step = int(posterior.details.get("window_start", 0)) + int(window.length)
    learnt = np.asarray(posterior.z)[:, :size], np.asarray(posterior.weight)
    walk = _walk(drift, int(window.length))
    return _checkpointed(model, window, step, ensemble, learnt, z[:, :size], walk, key, ())


def assimilate(
    model: Model, tracked: Tracked, chunk: Problem, key: Array, drift: Array | float = 0.0
) -> tuple[Tracked, Told]:  # fmt: skip
    """The twin after the steps of `chunk` (one reading or a backlog of days), and what it had predicted.

    chunk  must start where `tracked` ends; its latent events are drawn by each member from their own spread
    drift  SD per step of the random walk of z, (P,) or one for all (0: parameters are constant)
    """
    at, total, told = 0, int(chunk.length), []
    with track("assimilating", total) as progress:
        while at < total:
            room = _longest(model, tracked.window) - int(tracked.window.length)
            if room <= 0:
                tracked = _rolled(model, tracked, key, drift)
                continue
            tracked, heard = _heard(model, tracked, _piece(model, chunk, at, min(BLOCK, room)), key)
            told.append(heard)
            at += len(heard.effective)
            progress.advance(len(heard.effective))
    return tracked, Told(*(np.concatenate(parts) for parts in zip(*told, strict=True)))


def rewind(model: Model, tracked: Tracked, step: int, key: Array) -> Tracked:
    """The twin at the last kept checkpoint at or before `step`; assimilate the record from its `step` on.

    Raises ModelError when no checkpoint that old is kept: calibrate again.
    """
    kept = tuple(pair for pair in tracked.checkpoints if pair[0] <= step)
    if not kept:
        oldest = tracked.checkpoints[0][0]
        raise ModelError(
            f"step {step} is before the oldest checkpoint {oldest}: calibrate again from the record"
        )
    window = cut(model, tracked.window, 0, 0)
    first, second = jax.random.split(jax.random.fold_in(key, kept[-1][0]))
    members = len(tracked.x)
    learnt = draw(kept[-1][1].mixture, first, members)
    x = np.concatenate([learnt, jax.random.normal(second, (members, RESIDUALS))], axis=1)
    return Tracked(kept[-1][0], window, x, settle(model, kept[-1][1], jnp.asarray(x), window), kept)


def posterior_of(model: Model, tracked: Tracked, seed: int = 0, data_hash: str = "") -> Posterior:
    """Posterior over the window: weighted draws with the state in which each begins it.

    `Tracked.window` is the past that a forecast or a replay with this posterior takes.
    """
    drawn, mask = _sampled(model, tracked, jax.random.key(seed), LASTING)
    weight = np.asarray(drawn.weight)
    kept = weight > 1e-9 * weight.max()
    x, weight = np.asarray(drawn.z)[kept], weight[kept] / weight[kept].sum()
    z = np.asarray(parameters_at(tracked.checkpoint, x))
    size = len(model.parameters)
    active = np.concatenate([np.ones(size, dtype=bool), mask[size + RESIDUALS :] > 0])
    starts = jax.vmap(lambda at: start_at(model, tracked.checkpoint, at, tracked.window))(jnp.asarray(x))
    return Posterior(
        model.name, full_version(model), "assimilated", seed, data_hash, z, weight, active,
        drawn.ess, np.concatenate([drawn.each[:size], drawn.each[size + RESIDUALS :]]),
        details={"step": tracked.step, "window_start": tracked.checkpoints[-1][0], "sampler": drawn.method},
        start=np.asarray(starts),
    )  # fmt: skip


def _longest(model: Model, window: Problem) -> int:
    """Steps at which a window like this one ends."""
    days = EVENTFUL_DAYS if latent_count(window) >= MOST_EVENTS else LONGEST_DAYS
    return max(1, round(min(days, LONGEST_DAYS) * 1440.0 / (model.exchange * model.minutes_per_unit)))


def _piece(model: Model, chunk: Problem, at: int, most: int) -> Problem:
    """The next steps of a chunk, padded to one step or to a block."""
    stop = min(at + most, int(chunk.length))
    if at == 0 and stop == 1 and chunk.u.shape[0] == 1:
        return chunk
    return cut(model, chunk, at, stop, 1 if stop - at == 1 else BLOCK)


def _heard(model: Model, tracked: Tracked, piece: Problem, key: Array) -> tuple[Tracked, Told]:
    """The twin after as much of the piece as its members bear, and a new ensemble if they thinned out."""
    members, count = len(tracked.x), int(piece.length)
    here = jax.random.fold_in(key, tracked.step)
    latents = np.asarray(jax.random.normal(here, (members, len(piece.column))))
    ensemble, told = advance(model, tracked.ensemble, piece, latents)
    thin = np.flatnonzero(np.asarray(told.effective)[:count] < 0.5 * members)
    if thin.size and thin[0] + 1 < count:
        count = int(thin[0]) + 1
        shorter = cut(model, piece, 0, count, BLOCK)
        latents = latents[:, : len(shorter.column)]
        ensemble, told = advance(model, tracked.ensemble, shorter, latents)
        piece = shorter
    told = Told(*(np.asarray(a)[:count] for a in told))
    moved = _lengthened(model, tracked, piece, latents, ensemble)
    return (_renewed(model, moved, here) if thin.size else moved), told


def _lengthened(
    model: Model, tracked: Tracked, piece: Problem, latents: Array, ensemble: Ensemble
) -> Tracked:
    """The window with the piece at its end, and the members' coordinates with its latent events."""
    base, held = len(model.parameters) + RESIDUALS, latent_count(tracked.window)
    new = latent_count(piece)
    x = np.zeros((len(tracked.x), base + bucket(held + new, EVENT_BUCKETS)))
    x[:, : base + held] = np.asarray(tracked.x)[:, : base + held]
    x[:, base + held : base + held + new] = latents[:, :new]
    window = join(model, tracked.window, piece)
    return replace(tracked, step=tracked.step + int(piece.length), window=window, x=x, ensemble=ensemble)


def _renewed(model: Model, tracked: Tracked, key: Array) -> Tracked:
    """Equally weighted members drawn from the posterior of the window."""
    drawn, _ = _sampled(model, tracked, key, RENEWING)
    x = drawn.z[systematic(drawn.weight, len(tracked.x))]
    return replace(tracked, x=x, ensemble=settle(model, tracked.checkpoint, jnp.asarray(x), tracked.window))


def _sampled(model: Model, tracked: Tracked, key: Array, budget: Budget) -> tuple[Drawn, Array]:
    """Weighted coordinates of the window's posterior, starting from the members; and those in use."""
    mask = _mask(model, tracked)
    data = jax.tree.map(jnp.asarray, (tracked.window, tracked.checkpoint, mask))

    def density(x: Array) -> Array:
        value = at_places(_WindowDensity(model), x, data)
        return np.where(np.isfinite(value), value, -np.inf)

    return sample(density, _proposal(tracked, mask), key, mask, budget), mask


def _mask(model: Model, tracked: Tracked) -> Array:
    """1 for the coordinates in use: parameters, the state's own after the first checkpoint, real events."""
    own = np.full(RESIDUALS, 1.0 - float(tracked.checkpoint.first))
    events = np.arange(len(tracked.window.column)) < latent_count(tracked.window)
    return np.concatenate([np.ones(len(model.parameters)), own, events.astype(float)])


def _proposal(tracked: Tracked, mask: Array) -> Mixture:
    """Components at the mean of the members, as wide as they are and twice that, and at slices of them."""
    x = np.asarray(tracked.x) * mask
    weight = np.exp(np.asarray(tracked.ensemble.log_weight))
    mean = weight @ x
    cov = (x - mean).T @ (weight[:, None] * (x - mean)) + np.diag(np.where(mask > 0, 1e-3, 1.0))
    share = weight[:, None] * slices(np.linalg.solve(np.linalg.cholesky(cov), (x - mean).T).T, weight)
    middles = share.T @ x / share.sum(axis=0)[:, None]
    wide = 2.0 * cov * np.outer(mask, mask) + np.diag(1.0 - mask)
    place = np.concatenate([mean[None], mean[None], middles])
    spread = np.stack([cov, wide, *[cov] * len(middles)])
    return from_modes(place, spread, np.array([0.4, 0.2, *[0.4 / len(middles)] * len(middles)]))


def _rolled(model: Model, tracked: Tracked, key: Array, drift: Array | float) -> Tracked:
    """What was learnt becomes the checkpoint at which an empty window begins."""
    here = jax.random.fold_in(key, tracked.step)
    drawn, _ = _sampled(model, tracked, here, LASTING)
    size, old = len(model.parameters), tracked.checkpoint
    members = drawn.z[systematic(drawn.weight, len(tracked.x))]
    ensemble = settle(model, old, jnp.asarray(members), tracked.window)
    draws, settled = (np.asarray(parameters_at(old, at))[:, :size] for at in (drawn.z, members))
    learnt = draws, np.asarray(drawn.weight)
    walk = _walk(drift, int(tracked.window.length))
    kept = tracked.checkpoints
    return _checkpointed(model, tracked.window, tracked.step, ensemble, learnt, settled, walk, here, kept)


def _checkpointed(
    model: Model, window: Problem, step: int, ensemble: Ensemble, learnt: tuple[Array, Array], settled: Array,
    walk: Array, key: Array, kept: tuple[tuple[int, Checkpoint], ...],
) -> Tracked:  # fmt: skip
    """An empty window that begins at `step`, where the ensemble (parameters `settled`) stands.

    learnt  draws (K, P) and weights of all that was learnt;  walk: SD of what parameters then move by
    """
    vectors = jax.vmap(packed)(ensemble.state, ensemble.beliefs)
    checkpoint, x = summarise(*learnt, settled, np.asarray(vectors), walk)
    if np.any(walk > 0):
        x[:, : settled.shape[1]] += _walked(checkpoint, walk, key, len(x))
    ensemble = reparametrised(model, ensemble, parameters_at(checkpoint, x), window)
    return Tracked(step, cut(model, window, 0, 0), x, ensemble, (*kept, (step, checkpoint))[-CHECKPOINTS:])


def _walk(drift: Array | float, steps: int) -> Array:
    """SD of what a parameter that walks by `drift` a step may have moved in so many."""
    return np.asarray(np.sqrt(1.0 - (1.0 - np.square(drift)) ** steps))


def _walked(checkpoint: Checkpoint, walk: Array, key: Array, count: int) -> Array:
    """How far each member's parameters walk, in coordinates of the checkpoint."""
    noise = walk * np.asarray(jax.random.normal(key, (count, len(checkpoint.mean))))
    return np.linalg.solve(np.asarray(checkpoint.root), noise.T).T
