"""Heavy statistical checks of model A's posterior: against NUTS, and simulation-based calibration.

They run under `verify metabolism --full`; the tests run a reduced form of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jax
import numpy as np
from scipy.stats import chisquare, norm

from vitruvian.core.progress import track
from vitruvian.core.seeds import derive, jax_key
from vitruvian.engine.calibrate import Effort, calibrate, coordinates
from vitruvian.engine.check import Check, Result, at_least, at_most, result
from vitruvian.engine.model import parameter_names
from vitruvian.engine.nuts import Chains, nuts
from vitruvian.engine.posterior import Posterior
from vitruvian.engine.problem import Event, Problem, build
from vitruvian.engine.scores import crps_from_samples
from vitruvian.engine.virtual import read_everywhere, virtual_readings
from vitruvian.organs.metabolism.replay import Replay
from vitruvian.organs.metabolism.replay_example import DAYS, example_day

Array = Any
DAY = 1440.0
LONG = Chains(count=4, warmup=400, draws=1500, acceptance=0.96)
MODERATE = Effort(rounds=16, size=1000, final=8000, batches=3, repeats=1, wanted=400.0, blocks=10, fallback=0)
"""Enough for ranks: the rank of a truth needs no tail."""
_NUTS = "a long NUTS run of the same posterior"
_TALTS = "simulation-based calibration (Talts et al. 2018, arXiv:1804.06788)"
PERSON = {
    "weight": 75.0,
    "basal_u_per_min": 0.015,
    "pump_u_per_min": 0.015,
    "routine_u": 0.0,
    "routine_minutes_ago": 0.0,
    "glucose_start": 0.0,
}
"""An adult on a pump at 0.9 U/h whose day starts at basal glucose."""


@dataclass(frozen=True, slots=True)
class Ranks:
    """Where the truths of virtual days lie in their posteriors.

    position  (N, 3) posterior probability below the truth, by column of `names`
    width     (N, 3) of the 90 % interval, in units of the prior's
    crps      (N, 3) of the posterior, in SD of the prior;  prior_crps: of the prior, the baseline
    ess       (N,) worst effective draws
    """

    names: tuple[str, ...]
    position: Array
    width: Array
    crps: Array
    prior_crps: Array
    ess: Array


def posterior_against_nuts(data: Path, chains: Chains = LONG) -> list[Result]:
    """Importance sampling of both example days against NUTS: means, SDs, effective draws, divergences."""
    model = Replay(meals=("B", "L", "D", "S", "H"), published=True)
    rows: list[Result] = []
    for day in DAYS:
        problem = example_day(model, data, day)
        fast = calibrate(model, problem)
        slow = nuts(model, problem, fast, 1, chains)
        rows += _agreement(f"posterior of example day {day}", len(model.parameters), fast, slow)
    return rows


def _agreement(name: str, size: int, fast: Posterior, slow: Posterior) -> list[Result]:
    used = np.flatnonzero(np.asarray(fast.active)[:size])
    (mean, sd), (mean_of, sd_of) = _moments(fast, used), _moments(slow, used)
    shift = float(np.max(np.abs(mean - mean_of) / sd_of))
    ratio = float(max(sd / sd_of, key=lambda r: abs(r - 1.0)))
    share = float(slow.details["divergent_share"])
    return [
        result(f"{name}: furthest mean, in SD", 0.0, shift, 0.2, "1", _NUTS),
        result(f"{name}: furthest SD ratio", 1.0, ratio, 0.15, "1", _NUTS),
        at_least(f"{name}: effective draws", 1000.0, fast.ess, "1", _NUTS),
        at_least(f"{name}: effective draws, worst parameter", 400.0, fast.ess_worst, "1", _NUTS),
        at_least(f"{name}: effective draws of NUTS", 400.0, slow.ess, "1", _NUTS),
        result(f"{name}: divergent share of NUTS", 0.0, share, 1e-3, "1", _NUTS),
    ]


def _moments(posterior: Posterior, used: Array) -> tuple[Array, Array]:
    z, weight = np.asarray(posterior.z)[:, used], np.asarray(posterior.weight)
    mean = weight @ z
    return mean, np.sqrt(weight @ (z - mean) ** 2)


def simulation_based_calibration(days: int = 400, seed: int = 0) -> list[Result]:
    """Ranks of truths drawn from the prior are uniform; 90 % intervals cover 85-95 % and beat the prior's.

    Of 200 days a right sampler has a p under 0.01 in one of three parameters in three runs of a hundred, and
    an interval that covers 84 % in two: 400 days tell a fault from chance better.
    """
    found = ranks_of_truths(days, seed)
    rows = []
    for j, name in enumerate(found.names):
        position = found.position[:, j]
        covered = float(np.mean((position > 0.05) & (position < 0.95)))
        chance = uniformity(position)
        rows.append(at_least(f"calibration of {name}: chi-squared p of its ranks", 0.01, chance, "1", _TALTS))
        rows.append(result(f"calibration of {name}: 90 % interval", 0.9, covered, 0.05, "1", _TALTS))
        narrower = float(found.width[:, j].mean())
        rows.append(at_most(f"calibration of {name}: width over the prior's", 1.0, narrower, "1", _TALTS))
        sharper = float(found.crps[:, j].mean() / found.prior_crps[:, j].mean())
        rows.append(at_most(f"calibration of {name}: CRPS over the prior's", 1.0, sharper, "1", _TALTS))
    return rows


def uniformity(position: Array) -> float:
    """p of the χ² test that positions (N,) in [0, 1] are uniform, in bins of at least 10 expected each."""
    bins = max(2, min(20, len(position) // 10))
    counts = np.histogram(position, bins=bins, range=(0.0, 1.0))[0]
    return float(chisquare(counts).pvalue)


def ranks_of_truths(days: int, seed: int) -> Ranks:
    """Truths from the prior of the own twin and of what was eaten, a virtual day of each, and its fit."""
    model = Replay()
    names = parameter_names(model)
    picked = [names.index("SI"), names.index("kabs"), len(names)]
    shape = (days, len(picked))
    position, width, crps, worst = np.zeros(shape), np.zeros(shape), np.zeros(shape), np.zeros(days)
    truths = np.zeros(shape)
    with track("calibrating virtual days", days) as progress:
        for day in range(days):
            truth, problem = virtual_day(model, derive(seed, "day", day))
            found = calibrate(model, problem, derive(seed, "fit", day), MODERATE)
            truths[day] = truth[picked]
            position[day] = np.asarray(found.weight) @ (np.asarray(found.z)[:, picked] < truths[day])
            draws = found.draws(2000)[:, picked]
            low, high = np.quantile(draws, (0.05, 0.95), axis=0)
            width[day] = (high - low) / (2.0 * norm.ppf(0.95))
            crps[day] = crps_from_samples(truths[day], draws.T)
            worst[day] = min(found.ess, found.ess_worst)
            progress.advance(1)
    return Ranks(("SI", "kabs", "carb factor"), position, width, crps, _crps_of_prior(truths), worst)


def _crps_of_prior(truth: Array) -> Array:
    """CRPS of the standard normal at truths; Gneiting & Raftery 2007, doi:10.1198/016214506000001437."""
    return truth * (2.0 * norm.cdf(truth) - 1.0) + 2.0 * norm.pdf(truth) - 1.0 / np.sqrt(np.pi)


def virtual_day(model: Replay, seed: int) -> tuple[Array, Problem]:
    """A truth (P + E,) and the day a sensor would have recorded of it: four meals logged with an error."""
    random = np.random.default_rng(seed)
    events = [Event("insulin_basal_rate", 0.0, DAY, 0.9)]
    for hour, grams in ((7.5, 45.0), (12.5, 70.0), (16.0, 20.0), (19.5, 80.0)):
        at = 60.0 * (hour + random.uniform(-0.7, 0.7))
        logged = grams * random.uniform(0.6, 1.4)
        dose_at = at + random.uniform(-20.0, 10.0)
        events.append(Event("carbs", at, at, logged))
        events.append(Event("insulin_bolus", dose_at, dose_at, logged / 12.0 * random.uniform(0.7, 1.3)))
    problem = build(model, events, [], DAY, PERSON)
    truth = random.standard_normal(coordinates(model, problem))
    readings = virtual_readings(model, truth, problem, jax_key(seed, "readings"))
    return truth, jax.tree.map(np.asarray, read_everywhere(problem, readings))


HEAVY = (
    Check("posterior against NUTS", posterior_against_nuts, "data/glucose/replaybg_example"),
    Check("calibration over virtual days", lambda data: simulation_based_calibration()),
)
"""Run by `verify metabolism --full`; about an hour of one core."""
