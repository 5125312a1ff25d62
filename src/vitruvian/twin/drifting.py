"""A twin that drifts with its person: each update takes in the days since the last one, and what the organ
says may change has moved a little in between.

A particle filter. What was learnt before is a mixture of normals in which what drifts has been widened by
its walk (`Organ.drift`); members drawn from it are weighed by the new days' readings, and are then the
posterior. One piece of at most LONGEST_DAYS follows the other; within it parameters are constant.
Where too few members count, the piece is sampled as a fit is.

A fit of N days with constant parameters speaks of their mean, from which today differs by a third of the
variance that N days of walking have. Each update begins from a posterior of an earlier day, so that a second
reading of today is taken in beside the first, not after it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from vitruvian.core.seeds import jax_key
from vitruvian.engine.assimilate import Tracked, posterior_of, resume, rewind
from vitruvian.engine.checkpoint import RESIDUALS, parameters_at, start_at
from vitruvian.engine.ensemble import Told, advance
from vitruvian.engine.importance import parameter_ess, weight_ess
from vitruvian.engine.model import Model, full_version, parameter_names, physical
from vitruvian.engine.organ import Organ
from vitruvian.engine.plan import MINUTE
from vitruvian.engine.posterior import FEWEST_FOR_ADVICE, Posterior
from vitruvian.engine.problem import Problem
from vitruvian.engine.window import cut, latent_count
from vitruvian.twin.fitting import Stretch, whole_steps
from vitruvian.twin.updating import Updated, share_inside

Array = Any
MEMBERS = 4000
LONGEST_DAYS = 3
"""Of a backlog, days within which parameters are constant."""
FURTHEST_DAYS, LASTS_DAYS = 14, 85
"""Days without an update, and days since the first fit, after which the person is fitted anew."""


def take_in_days(longer: Stretch, posterior: Posterior, seed: int, members: int = MEMBERS) -> Updated:
    """The posterior after the days of `longer` that the given one has not seen.

    longer  begins where the posterior's record does; its end is on a later day
    """
    model, (first, known) = longer.organ.model, heard(longer, posterior)
    total, drift = int(longer.problem.length), daily(longer.organ)
    key = jax_key(seed, "drift", longer.data_hash)
    now, told = posterior, []
    for at in range(known, total, LONGEST_DAYS):
        past = cut(model, longer.problem, first, at)
        walk = drift if now.start is not None else drift / np.sqrt(3.0)
        begun = resume(model, now, past, jax.random.fold_in(key, at), walk, members)
        begun = rewind(model, begun, begun.step, jax.random.fold_in(key, at))
        piece = cut(model, longer.problem, at, min(at + LONGEST_DAYS, total))
        now, heard_of = _weighed(model, begun, piece, seed, jax.random.fold_in(key, at + 1))
        told.append(heard_of)
        first = at
    details = dict(now.details) | {"record": longer.data_hash, "before": posterior.data_hash}
    kept = replace(
        now, data_hash=_name(posterior, longer), origin=longer.start, until=longer.end, details=details
    )
    chunk = cut(model, longer.problem, known, total)
    readings = int(np.sum(np.asarray(chunk.weight)[: total - known]))
    return Updated(kept, readings, share_inside(_joined(told), chunk))


def _weighed(model: Model, begun: Tracked, piece: Problem, seed: int, key: Array) -> tuple[Posterior, Told]:
    """Members weighed by the readings of a piece; sampled anew where fewer count than advice needs."""
    size, count = len(model.parameters), int(piece.length)
    latents = np.asarray(jax.random.normal(key, (len(begun.x), len(piece.column))))
    ensemble, told = advance(model, begun.ensemble, piece, latents)
    told = Told(*(np.asarray(a)[:count] for a in told))
    x = jnp.concatenate([begun.x[:, : size + RESIDUALS], latents], axis=1)
    weight = np.exp(np.asarray(ensemble.log_weight))
    if weight_ess(weight) < FEWEST_FOR_ADVICE:
        thin = replace(begun, step=begun.step + count, window=piece, x=np.asarray(x), ensemble=ensemble)
        return posterior_of(model, thin, seed), told
    z = np.asarray(parameters_at(begun.checkpoint, x))
    starts = jax.vmap(lambda one: start_at(model, begun.checkpoint, one, piece))(x)
    active = np.concatenate([np.ones(size), np.arange(len(piece.column)) < latent_count(piece)]) > 0
    found = Posterior(
        model.name, full_version(model), "assimilated", seed, "", z, weight / weight.sum(), active,
        float(weight_ess(weight)), np.asarray(parameter_ess(weight, z)),
        details={"step": begun.step + count, "window_start": begun.step, "sampler": "particle filter"},
        start=np.asarray(starts),
    )  # fmt: skip
    return found, told


def _joined(told: list[Told]) -> Told:
    return Told(*(np.concatenate(parts) for parts in zip(*told, strict=True)))


def heard(longer: Stretch, posterior: Posterior) -> tuple[int, int]:
    """Steps of the stretch between which the posterior's own readings lie."""
    model = longer.organ.model
    minutes = whole_steps(model, (posterior.until - longer.start) / MINUTE)
    known = round(minutes / model.minutes_per_unit / model.exchange)
    return int(posterior.details.get("window_start", 0)), known


def left_of(longer: Stretch, posterior: Posterior) -> Stretch:
    """The part of a stretch over which a posterior was drawn, and what came after it."""
    first = int(posterior.details.get("window_start", 0))
    if first == 0:
        return longer
    model = longer.organ.model
    return replace(longer, problem=cut(model, longer.problem, first, int(longer.problem.length)))


def record_of(posterior: Posterior) -> str:
    """Hash of the record that a posterior rests on, from its origin on."""
    return str(posterior.details.get("record", posterior.data_hash))


def daily(organ: Organ) -> Array:
    """SD of the walk of each parameter's coordinate in a step (P,)."""
    steps = 1440.0 / (organ.model.exchange * organ.model.minutes_per_unit)
    names = parameter_names(organ.model)
    return np.array([organ.drift.get(name, 0.0) for name in names]) / np.sqrt(steps)


def moved(model: Model, names: Mapping[str, float], before: Posterior, after: Posterior) -> dict[str, Any]:
    """What drifts, before and after: medians with the range that holds 9 in 10, where it may be shown."""
    declared = {q.name: q for q in model.parameters}
    return {name: {"unit": declared[name].unit, "meaning": declared[name].meaning.split(", at ")[0],
                   "before": _spread(model, before, name), "after": _spread(model, after, name)}
            for name in names}  # fmt: skip


def _spread(model: Model, posterior: Posterior, name: str) -> dict[str, float]:
    values = np.asarray(physical(model, posterior.draws(1000))[name])
    low, middle, high = np.quantile(values, (0.05, 0.5, 0.95))
    if not posterior.shows_intervals:
        return {"q50": float(middle)}
    return {"q05": float(low), "q50": float(middle), "q95": float(high)}


def _name(posterior: Posterior, longer: Stretch) -> str:
    """Another name than that of a fit of the same record: what came before it counts."""
    text = f"{posterior.data_hash} {longer.data_hash}"
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
