"""What eight numbers of a clinic visit tell of a circulation: effective draws, coverage, and what they leave
open.

People are drawn from the prior and read once as a clinic would; each is fitted; their true numbers must lie
in the 90 % intervals as often as these say. Runs under `verify circulation --full`; the tests run a reduced
form.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import jax.numpy as jnp
import numpy as np
from scipy.stats import norm

from vitruvian.core.progress import track
from vitruvian.core.seeds import derive, jax_key
from vitruvian.engine.calibrate import Effort, calibrate
from vitruvian.engine.check import Check, Result, at_least, at_most, result
from vitruvian.engine.model import parameter_names
from vitruvian.engine.posterior import Posterior, summary
from vitruvian.engine.problem import Problem, Reading, build
from vitruvian.engine.scores import crps_from_samples
from vitruvian.engine.virtual import virtual_readings
from vitruvian.organs.circulation.body import USUAL
from vitruvian.organs.circulation.model import DAY, Heart

Array = Any
EIGHT = (
    "bp_systolic", "bp_diastolic", "heart_rate", "lv_edv", "lv_esv", "lvef", "lvot_vti", "mitral_e_over_a",
)  # fmt: skip
"""A cuff, a pulse and an echo."""
JUDGED = ("e_lv", "r_sys", "arterial_compliance")
VISIT = Effort(
    starts=8, steps=8, polish=10, rounds=6, size=1000, final=5000, repeats=3, wanted=1000.0, blocks=0,
    fallback=0,
)  # fmt: skip
"""Enough for a thousand effective draws of one visit."""
_BAR = "aim of the circulation: what a visit with cuff, pulse and echo must tell of a heart"
_DRAWS = 2000
"""Of a posterior, for its CRPS."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the fits of virtual people gave, by person and parameter (N, P).

    position  posterior probability below the truth
    width     of the 90 % interval over that of the prior, in standard normal coordinates
    crps, prior_crps  of the posterior, and of the prior as the baseline, in SD of the prior
    ess, cpu  (N,) effective draws by weight, CPU seconds
    """

    position: Array
    width: Array
    crps: Array
    prior_crps: Array
    ess: Array
    cpu: Array


def visit(model: Heart, seed: int) -> tuple[Array, Problem]:
    """A person drawn from the prior (P,), and the eight readings of them."""
    truth = np.random.default_rng(seed).standard_normal(len(model.parameters))
    empty = build(model, (), (), DAY, USUAL)
    read = np.asarray(virtual_readings(model, jnp.asarray(truth), empty, jax_key(seed, "readings")))
    order = list(model.observes)
    told = [Reading(signal, DAY, float(read[0, order.index(signal)])) for signal in EIGHT]
    return truth, build(model, (), told, DAY, USUAL)


def fitted(people: int, seed: int, effort: Effort = VISIT) -> Found:
    """Fits of so many virtual people."""
    model = Heart()
    rows: list[tuple[Any, ...]] = []
    with track("fitting virtual hearts", people) as progress:
        for person in range(people):
            truth, problem = visit(model, derive(seed, "person", person))
            begun = time.process_time()
            found = calibrate(model, problem, derive(seed, "fit", person), effort)
            spent = time.process_time() - begun
            rows.append((*placed(found, truth), *sharpness(found, truth), found.ess, spent))
            progress.advance(1)
    return Found(*(np.array(column) for column in zip(*rows, strict=True)))


def placed(found: Posterior, truth: Array) -> tuple[Array, Array]:
    """Probability below the truth, and width of the 90 % interval over the prior's, of each parameter
    (P,)."""
    weight, size = np.asarray(found.weight), len(truth)
    z = np.asarray(found.z)[:, :size]
    position = weight @ (z < truth)
    order = np.argsort(z, axis=0)
    below = np.cumsum(weight[order], axis=0)
    ends = [[np.interp(q, below[:, i], z[order[:, i], i]) for i in range(size)] for q in (0.05, 0.95)]
    return position, (np.array(ends[1]) - np.array(ends[0])) / (2.0 * 1.6448536)


def sharpness(found: Posterior, truth: Array) -> tuple[Array, Array]:
    """CRPS of each parameter (P,) by the posterior and by the prior, in SD of the prior.

    That of a standard normal: Gneiting & Raftery 2007, doi:10.1198/016214506000001437.
    """
    draws = np.asarray(found.draws(_DRAWS))[:, : len(truth)]
    prior = truth * (2.0 * norm.cdf(truth) - 1.0) + 2.0 * norm.pdf(truth) - 1.0 / np.sqrt(np.pi)
    return crps_from_samples(truth, draws.T), prior


def coverage(people: int = 200, seed: int = 0) -> list[Result]:
    """Effective draws and price of so many fits; cover, width and CRPS of what the visit must tell."""
    found, names = fitted(people, seed), parameter_names(Heart())
    rows = [
        at_least("eight numbers: effective draws, median person", 1000.0, _middle(found.ess), "1", _BAR),
        at_most("eight numbers: CPU seconds, median person", 10.0, _middle(found.cpu), "s", _BAR),
    ]
    for name in JUDGED:
        i = names.index(name)
        inside = np.mean((found.position[:, i] > 0.05) & (found.position[:, i] < 0.95))
        width = _middle(found.width[:, i])
        rows.append(result(f"{name}: share inside the 90 % interval", 0.9, float(inside), 0.05, "1", _BAR))
        rows.append(at_most(f"{name}: width over the prior's, median", 0.5, width, "1", _BAR))
        sharper = float(found.crps[:, i].mean() / found.prior_crps[:, i].mean())
        rows.append(at_most(f"{name}: CRPS over the prior's", 1.0, sharper, "1", _BAR))
    return rows


def left_open(seed: int = 0) -> list[Result]:
    """Of cuff and ejection fraction alone most is open, and the summary says so."""
    model = Heart()
    _, problem = visit(model, derive(seed, "person", 0))
    order = list(model.observes)
    kept = [order.index(signal) for signal in ("bp_systolic", "bp_diastolic", "lvef")]
    weight = np.zeros_like(problem.weight)
    weight[:, kept] = problem.weight[:, kept]
    found = calibrate(model, problem._replace(weight=weight), seed, VISIT)
    status = {row["name"]: row["status"] for row in summary(model, found)}
    doubtful = ("stressed_volume", "v0_lv", "alpha_lv", "beta_lv")
    told = [name for name in doubtful if status[name] == "identified"]
    name = "cuff and ejection fraction: numbers wrongly called identified"
    return [result(name, 0.0, float(len(told)), 0.0, "1", _BAR)]


def _middle(values: Array) -> float:
    return float(np.median(values))


HEAVY = (
    Check("circulation: eight numbers of virtual people", lambda data: coverage()),
    Check("circulation: what a cuff leaves open", lambda data: left_open()),
)
"""Run by `verify circulation --full`: some ten minutes of one core."""
