"""People with severe aortic stenosis made by the other heart: what a clinic reads, and what comes after.

Each is drawn (age, size, hypertrophy, failing or not, hypertension, valve), given the volume and resistance
that their body would have set, read once with a clinic's noise, and then given a named prosthesis whose area
is drawn from its published mean and SD: the predictor knows only these. What is asked of a prediction are
the Doppler mean gradient and the cuff pressure after it, free of noise, with the other heart's reflex acting
and nothing else changed. Spreads of the population are chosen, verified=False; areas of SAPIEN 3 by label
size are those of the 2024 guideline on prosthetic valves (doi:10.1016/j.echo.2023.10.004).

This was committed before any model was fitted to it, and is not changed after.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from vitruvian.core.seeds import derive
from vitruvian.organs.circulation.other_heart import (
    Heart,
    Reading,
    compensated,
    settled,
    with_reflex,
)
from vitruvian.organs.circulation.other_heart_wall import Atrium, Wall

Array = Any
PEOPLE, SEED, TUNING_SEED = 50, 2025, 12
AREAS = {20: (1.22, 0.22), 23: (1.45, 0.26), 26: (1.74, 0.35), 29: (1.89, 0.37)}
"""SAPIEN 3 by label size in mm: mean and SD of the effective orifice area, cm²."""
FITS = ((21.0, 20), (23.4, 23), (26.3, 26))
"""Diameter of the annulus, mm, below which a size is chosen; else 29."""
FURTHEST = 2.5
"""SD within which an area is drawn."""
NOISE = {
    "sbp": 5.0, "dbp": 5.0, "hr": 1.0, "ef": 0.05, "edv": 0.12, "esv": 0.14, "vti": 0.07, "e_over_a": 0.10,
    "gradient": 0.10, "v_max": 0.05, "lvot": 0.06, "jet": 0.05,
}  # fmt: skip
"""SD of a clinic's reading: mmHg, 1/min and a fraction for the first four, for the rest a share of it."""
SPARE = 3
"""Candidates drawn for each person wanted: not all have severe stenosis."""


@dataclass(frozen=True, slots=True)
class Patient:
    """One person as a clinic knows them.

    readings  cuff `sbp`, `dbp` mmHg, `hr` 1/min, `edv`, `esv` mL, `ef`, `vti` of the outflow tract cm,
              its area `lvot` cm², `e_over_a` (NaN when fused), mean `gradient` mmHg, `v_max` m/s, `eoa` cm²
              by continuity
    label     size of the prosthesis, mm
    """

    age: float
    is_female: bool
    bsa: float
    label: int
    readings: dict[str, float]


@dataclass(frozen=True, slots=True)
class Truth:
    """People, and what nobody reads, (N,) each: readings without noise, areas cm², the rate afterwards."""

    patients: tuple[Patient, ...]
    before: Reading
    after: Reading
    eoa_before: Array
    eoa: Array
    hr_after: Array


@dataclass(frozen=True, slots=True)
class _Drawn:
    heart: Heart
    pressure: Array
    stroke: Array
    age: Array
    is_female: Array
    bsa: Array
    annulus: Array
    lvot: Array


def truth(people: int = PEOPLE, seed: int = SEED) -> Truth:
    """The first `people` drawn who have severe stenosis, and what becomes of them."""
    random = np.random.default_rng(derive(seed, "other hearts"))
    drawn = _draw(random, SPARE * people)
    heart, before, state = _lived(drawn.heart, drawn.pressure, drawn.stroke)
    chosen = np.flatnonzero(_is_severe(heart, before))[:people]
    if len(chosen) < people:
        raise ValueError(f"only {len(chosen)} of {SPARE * people} drawn people have severe stenosis")
    heart, before, state = jax.tree.map(lambda v: v[chosen], (heart, before, state))
    labels = np.array([_label(d) for d in drawn.annulus[chosen]])
    normal = np.clip(random.standard_normal(people), -FURTHEST, FURTHEST)
    eoa = np.array([AREAS[k][0] + AREAS[k][1] * z for k, z in zip(labels, normal, strict=True)])
    after, hr_after = _operated(heart, state, before.mean, jnp.asarray(eoa))
    read = _readings(random, heart, before, drawn.lvot[chosen])
    facts = zip(drawn.age[chosen], drawn.is_female[chosen], drawn.bsa[chosen], labels, strict=True)
    patients = tuple(
        Patient(float(age), bool(female), float(bsa), int(label), {k: float(v[i]) for k, v in read.items()})
        for i, (age, female, bsa, label) in enumerate(facts)
    )
    before, after = jax.tree.map(np.asarray, (before, after))
    return Truth(patients, before, after, np.asarray(heart.eoa[0]), eoa, np.asarray(hr_after))


def _draw(random: np.random.Generator, n: int) -> _Drawn:
    """Candidates: a quarter fail (weak and wide), half have hypertension."""

    def log(middle: Array, sd: float) -> Array:
        return middle * np.exp(sd * random.standard_normal(n))

    def normal(middle: Array, sd: float, low: float, high: float) -> Array:
        return np.clip(middle + sd * random.standard_normal(n), low, high)

    age, female = random.uniform(58.0, 88.0, n), random.random(n) < 0.45
    bsa = normal(np.where(female, 1.72, 1.96), 0.16, 1.4, 2.4)
    failing, tense = random.random(n) < 0.25, random.random(n) < 0.5
    size, hr = (bsa / 1.85) ** 1.3, normal(71.0, 9.0, 52.0, 95.0)
    index = normal(np.where(failing, 2.2, 2.7), 0.3, 1.7, 3.6)
    lv = Wall(
        log(190.0 * size, 0.15),
        log(78.0 * size * np.where(failing, 1.55, 1.0), 0.12),
        log(np.where(failing, 48.0, 85.0), 0.15),
        log(0.40, 0.30),
        log(15.0, 0.10),
        log(1.35, 0.05),
    )
    rv = Wall(
        log(50.0 * size, 0.1),
        log(94.0 * size, 0.1),
        log(45.0, 0.12),
        log(0.33, 0.2),
        15.0 + 0.0 * age,
        lv.slow,
    )
    ones = np.ones(n)
    heart = Heart(
        hr=hr, lv=lv, rv=rv,
        la=Atrium(log(7.0, 0.15), log(60.0 * size, 0.15), 1.6 * ones, log(0.18, 0.2)),
        ra=Atrium(log(4.0, 0.15), log(50.0 * size, 0.15), 1.6 * ones, log(0.13, 0.2)),
        eoa=(random.uniform(0.45, 0.95, n), log(4.6 * size, 0.1), log(4.0 * size, 0.1), log(6.0 * size, 0.1)),
        aorta=np.pi / 4.0 * normal(np.where(female, 2.9, 3.2), 0.25, 2.3, 4.2) ** 2,
        z=log(0.055 / size, 0.2), inertance=log(0.005, 0.2),
        c=log(2.0 * size * (1.0 - 0.008 * (age - 60.0)), 0.22), bend=150.0 * ones,
        r=1.0 / size, volume=950.0 * size,
        split=normal(0.27, 0.04, 0.15, 0.4), c_bed=(30.0 * size, 45.0 * size),
        r_bed=(0.07 / size, 0.022 / size), z_pa=0.02 / size, c_pa=log(3.4 * size, 0.15),
        r_pa=log(0.09 / size, 0.25), c_pv=log(17.0 * size, 0.15), r_pv=0.01 / size,
        pr=normal(0.175, 0.02, 0.13, 0.23), gain=log(1.4 * (1.0 - 0.01 * (age - 60.0)), 0.3),
    )  # fmt: skip
    return _Drawn(
        jax.tree.map(lambda v: jnp.asarray(v) + jnp.zeros(n), heart),
        normal(np.where(tense, 104.0, 93.0), 7.0, 78.0, 122.0),
        1000.0 * index * bsa / hr,
        age, female, bsa,
        normal(np.where(female, 22.6, 25.4), 1.5, 19.0, 29.0),
        np.pi / 4.0 * normal(np.where(female, 2.0, 2.2), 0.13, 1.7, 2.6) ** 2,
    )  # fmt: skip


def _label(annulus: float) -> int:
    return next((label for below, label in FITS if annulus < below), 29)


@jax.jit
def _lived(heart: Heart, pressure: Array, stroke: Array) -> tuple[Heart, Reading, Any]:
    """Hearts as their bodies set them, their readings and their states."""
    heart = compensated(heart, pressure, stroke)
    state, read = settled(heart)
    return heart, read, state


def _is_severe(heart: Heart, read: Reading) -> Array:
    """Area at most 1 cm² with a severe gradient or jet, or a failing heart; and someone seen in a clinic."""
    area, ef = np.asarray(heart.eoa[0]), 1.0 - np.asarray(read.esv / read.edv)
    tight = (read.gradient >= 40.0) | (read.peak >= 64.0) | ((ef < 0.5) & (area < 0.85))
    walking = (read.sbp > 92.0) & (read.sbp < 190.0) & (ef > 0.2) & (ef < 0.82) & (read.wedge < 30.0)
    return np.asarray(tight & walking & (area <= 1.0) & np.isfinite(np.asarray(read.sbp)))


@jax.jit
def _operated(heart: Heart, state: Any, rest: Array, eoa: Array) -> tuple[Reading, Array]:
    """Readings and heart rate with the prosthesis, once the reflex has come to rest."""
    _, read, set_by_reflex = with_reflex(heart._replace(eoa=(eoa, *heart.eoa[1:])), state, rest)
    return read, set_by_reflex.hr


def _waves(read: Reading) -> Array:
    """E/A; NaN where the two waves have become one."""
    both = (read.e_wave > 0.1 * read.a_wave) & (read.a_wave > 0.1 * read.e_wave)
    return jnp.where(both, read.e_wave / jnp.where(both, read.a_wave, 1.0), jnp.nan)


def _readings(random: np.random.Generator, heart: Heart, read: Reading, lvot: Array) -> dict[str, Array]:
    """What a clinic reads of people whose outflow tract has the area `lvot`, cm²."""
    true = {
        "sbp": read.sbp, "dbp": read.dbp, "hr": heart.hr, "ef": 1.0 - read.esv / read.edv, "edv": read.edv,
        "esv": read.esv, "vti": read.stroke / lvot, "e_over_a": _waves(read),
        "gradient": read.gradient, "v_max": 0.5 * jnp.sqrt(read.peak), "lvot": lvot, "jet": read.jet,
    }  # fmt: skip
    out = {}
    for name, value in true.items():
        white, value = random.standard_normal(len(lvot)), np.asarray(value)
        absolute = name in ("sbp", "dbp", "hr", "ef")
        out[name] = value + NOISE[name] * white * (1.0 if absolute else value)
    out["eoa"] = out["lvot"] * out["vti"] / out.pop("jet")
    return out
