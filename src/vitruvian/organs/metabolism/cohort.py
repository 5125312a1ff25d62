"""Our own virtual people for model B: drawn about published group means, solved to be consistent.

Free numbers are log-normal about the means of the adult, adolescent and child groups; their spreads are
ours. The rest follows from steady state: the basal dose and basal insulin Ib give the clearances m2 and m4,
m1 gives m30, and Vm0 closes the balance of the tissue. People outside plausible ranges of basal dose, basal
insulin, production and sensitivity are drawn again. These are not the subjects of any simulator.
Source of the means (`cohort_groups.csv`): group means of the S2008 population as read in simglucose 0.2.11;
m1 and the share of hepatic extraction: Dalla Man et al. 2007, doi:10.1109/TBME.2007.893506. The spreads and
basal insulin are ours, verified=False.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources
from typing import Any, Literal, NamedTuple

import numpy as np

from vitruvian.organs.metabolism.uva_padova import PMOL_PER_U, Virtual

Array = Any
Group = Literal["adult", "adolescent", "child"]

_EXTRACTION = 0.6
"""Share of insulin that the liver takes at basal (HEb)."""
_PERIPHERAL = 0.4
"""m4 / m2, which splits clearance 3:2 between liver and periphery."""
F, FSNC, KE1, KE2 = 0.9, 1.0, 0.0005, 339.0


class Limits(NamedTuple):
    """Ranges in which a person counts as plausible, verified=False; (low, high).

    In order: U/(kg day), pmol/L, mg/(kg min), mg/dL per mU/L, mg/kg.
    """

    basal_u_per_kg_day: tuple[float, float] = (0.15, 0.70)
    basal_insulin: tuple[float, float] = (25.0, 200.0)
    production: tuple[float, float] = (1.5, 4.5)
    sensitivity: tuple[float, float] = (2.0, 45.0)
    tissue: tuple[float, float] = (20.0, 300.0)


LIMITS = Limits()


def draw_cohort(group: Group, count: int, seed: int) -> Virtual:
    """`count` virtual people of a group, fields of shape (count,); the same seed gives the same people."""
    rng = np.random.default_rng(seed)
    kept: list[Virtual] = []
    found = 0
    while found < count:
        drawn = _draw(group, max(2 * count, 32), rng)
        ok = plausible(drawn)
        kept.append(Virtual(*(field[ok] for field in drawn)))
        found += int(ok.sum())
    return Virtual(*(np.concatenate(parts)[:count] for parts in zip(*kept, strict=True)))


def basal_rate(v: Virtual) -> Array:
    """Basal insulin that keeps the person at Gb, U/h."""
    return v.u2ss * v.weight / PMOL_PER_U * 60.0


def production(v: Virtual) -> Array:
    """Glucose production at basal, mg/(kg min)."""
    return v.kp1 - v.kp2 * v.Gb * v.Vg - v.kp3 * v.Ib


def sensitivity(v: Virtual) -> Array:
    """Fall of steady glucose per rise of plasma insulin at basal, mg/dL per mU/L.

    The linearised balance of plasma and tissue, solved for a lasting change of insulin.
    """
    plasma = v.Gb * v.Vg
    uptake = production(v) - v.Fsnc - v.ke1 * np.maximum(0.0, plasma - v.ke2)
    tissue = (v.k1 * plasma - uptake) / v.k2
    filling = v.Km0 + tissue
    returns = v.k2 / (v.k2 + v.Vm0 * v.Km0 / filling**2)
    peripheral = v.Vmx * tissue / filling
    renal = v.ke1 * (plasma > v.ke2)
    fall = (v.kp3 + returns * peripheral) / (v.kp2 + renal + v.k1 * (1.0 - returns))
    return 6.0 * fall / v.Vg


def plausible(v: Virtual, limits: Limits = LIMITS) -> Array:
    """True where every derived number of a person is within the limits, (N,)."""
    plasma = v.Gb * v.Vg
    uptake = production(v) - v.Fsnc - v.ke1 * np.maximum(0.0, plasma - v.ke2)
    derived = (
        (basal_rate(v) * 24.0 / v.weight, limits.basal_u_per_kg_day),
        (v.Ib, limits.basal_insulin),
        (production(v), limits.production),
        (sensitivity(v), limits.sensitivity),
        ((v.k1 * plasma - uptake) / v.k2, limits.tissue),
    )
    inside = (v.Vm0 > 0.0) & (uptake > 0.0) & (v.b > v.d) & (v.b < 1.0) & (v.kmin < v.kmax)
    for value, (low, high) in derived:
        inside &= (value >= low) & (value <= high)
    return inside


def _draw(group: Group, count: int, rng: np.random.Generator) -> Virtual:
    """Candidates: free numbers drawn about the group's means, the rest solved from steady state."""
    free = {
        name: mean * np.exp(spread * rng.standard_normal(count) - 0.5 * spread**2)
        for name, (mean, spread) in _groups()[group].items()
    }
    m1, m2 = free["m1"], free["u2ss"] / (free["Ib"] * free["Vi"]) / (_EXTRACTION + _PERIPHERAL)
    m4, m30 = _PERIPHERAL * m2, m1 * _EXTRACTION / (1.0 - _EXTRACTION)
    plasma = free["Gb"] * free["Vg"]
    made = free["kp1"] - free["kp2"] * plasma - free["kp3"] * free["Ib"]
    uptake = made - FSNC - KE1 * np.maximum(0.0, plasma - KE2)
    tissue = (free["k1"] * plasma - uptake) / free["k2"]
    one = np.ones(count)
    solved = {"Vm0": uptake * (free["Km0"] + tissue) / tissue, "m2": m2, "m4": m4, "m30": m30}
    fixed = {"f": F * one, "Fsnc": FSNC * one, "ke1": KE1 * one, "ke2": KE2 * one}
    everything = free | solved | fixed
    return Virtual(*(everything[name] for name in Virtual._fields))


@cache
def _groups() -> dict[str, dict[str, tuple[float, float]]]:
    """Mean, and SD of the logarithm, of each free number by group."""
    text = resources.files(__package__).joinpath("cohort_groups.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    return {
        group: {row["name"]: (float(row[group]), float(row["spread"])) for row in rows}
        for group in ("adult", "adolescent", "child")
    }
