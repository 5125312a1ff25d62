"""Take in what has come since the fit: assimilate the new readings, keep the posterior they leave."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from vitruvian.core.seeds import jax_key
from vitruvian.engine.assimilate import assimilate, posterior_of, start
from vitruvian.engine.ensemble import Told
from vitruvian.engine.posterior import Posterior
from vitruvian.engine.problem import Problem
from vitruvian.engine.window import cut
from vitruvian.twin.fitting import Stretch, whole_steps

Array = Any


@dataclass(frozen=True)
class Updated:
    """The posterior after the new readings, and how those compared with what was predicted just before each.

    inside  share of new readings within the 90 % band predicted one step before; None without new readings
    """

    posterior: Posterior
    readings: int
    inside: float | None


def take_in(longer: Stretch, posterior: Posterior, seed: int) -> Updated:
    """Assimilate the part of `longer` that comes after the posterior's last data.

    `longer` must begin where the posterior does and be shorter than the engine's longest window, within which
    parameters are constant: a person's slow change is followed by fits of their last days.
    """
    model = longer.organ.model
    minutes = whole_steps(model, (posterior.until - longer.start) / 60e6)
    known = round(minutes / model.minutes_per_unit / model.exchange)
    total = int(longer.problem.length)
    key = jax_key(seed, "update", longer.data_hash)
    before = start(model, cut(model, longer.problem, 0, known), key, posterior)
    chunk = cut(model, longer.problem, known, total)
    after, told = assimilate(model, before, chunk, key)
    found = posterior_of(model, after, seed, longer.data_hash)
    readings = int(np.sum(np.asarray(chunk.weight)[: total - known]))
    return Updated(replace(found, origin=longer.start, until=longer.end), readings, share_inside(told, chunk))


def share_inside(told: Told, chunk: Problem) -> float | None:
    """Share of the readings of `chunk` within the 90 % band foretold; None without any."""
    used = np.asarray(chunk.weight)[: len(told.mean)] > 0
    if not used.any():
        return None
    gap = np.abs(np.asarray(chunk.y)[: len(told.mean)] - np.asarray(told.mean))
    return float(np.mean((gap <= 1.645 * np.asarray(told.sd))[used]))
