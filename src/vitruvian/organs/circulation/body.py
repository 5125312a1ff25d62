"""From a person's uncertain numbers and known facts to the deck of their circulation.

Parameters are those of an adult with 1.85 m² of body surface; volumes, compliances and areas grow with the
body, elastances, resistances and the curve of filling fall with it (verified=False). What is known to be
wrong with a heart moves the middle of its prior: that is said as facts, never learnt twice from the same
number.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import jax.numpy as jnp

from vitruvian.organs.circulation.deck import Deck
from vitruvian.organs.circulation.diseases import HFREF
from vitruvian.organs.circulation.healthy import BSA_MAN, MAN

Array = Any
USUAL_AGE = 45.0
STIFFER_A_YEAR = 0.008
"""Fall of the logarithm of arterial compliance in a year of adult life; verified=False."""
OPEN_AORTIC, NARROW_AORTIC = MAN.a_av, 1.0
TIGHT, LEAKY = 0.003, 0.25
"""Middles of the prior of a leak, cm²: of a valve that is not known to leak, and of one that is."""

USUAL: Mapping[str, float] = {
    "size": 1.0, "stiffer": 1.0, "failing": 0.0, "aortic_opening": OPEN_AORTIC, "aortic_leak": TIGHT,
    "mitral_leak": TIGHT, "kick": 1.0, "asd": 0.0, "vsd": 0.0,
}  # fmt: skip
"""Facts of a usual adult: body surface over 1.85 m², compliance for their age, 0 to 1 of a failing left
heart, middles of three valve priors in cm², 1 with and 0 without atrial contraction, holes in cm²."""

_LARGER = (
    "v0_lv",
    "v0_rv",
    "v0_la",
    "v0_ra",
    "c_pa",
    "c_pv",
    "c_sv",
    "a_mv",
    "a_pv",
    "a_tv",
    "sam_volume",
    "wall",
)
_SMALLER = ("alpha_rv", "beta_rv", "e_ra", "min_la", "min_ra", "r_sv", "r_ao", "l_ao")
_FAILING = {
    name: math.log(getattr(HFREF.deck, name) / getattr(MAN, name))
    for name in (
        "e_lv", "beta_lv", "alpha_lv", "e_rv", "e_la", "min_la", "c_pv", "r_sys", "r_pa", "volume", "hr"
    )
}  # fmt: skip


def body_surface(height_cm: float, weight_kg: float) -> float:
    """Body surface, m², by Mosteller's formula (doi:10.1056/NEJM198710223171717, verified=False)."""
    return math.sqrt(height_cm * weight_kg / 3600.0)


def size_of(surface: float) -> float:
    """Body surface against the adult that the parameters speak of."""
    return surface / BSA_MAN


def stiffening(age: float) -> float:
    """Arterial compliance against that at the usual age."""
    return math.exp(-STIFFER_A_YEAR * (age - USUAL_AGE))


def deck_of(p: Mapping[str, Array], person: Mapping[str, Array]) -> Deck:
    """The deck of one draw p of the parameters for a person with these facts (all of USUAL)."""
    size = person["size"]
    change = {name: getattr(MAN, name) * size for name in _LARGER}
    change |= {name: getattr(MAN, name) / size for name in _SMALLER}
    arteries = p["arterial_compliance"] * size * person["stiffer"]
    change |= {
        "hr": p["resting_rate"],
        "e_lv": p["e_lv"] / size, "v0_lv": p["v0_lv"] * size,
        "alpha_lv": p["alpha_lv"], "beta_lv": p["beta_lv"] / size,
        "e_rv": p["e_rv"] / size, "e_la": p["e_la"] / size,
        "r_sys": p["r_sys"] / size, "r_pa": p["r_pa"] / size, "r_pv": p["r_pv"] / size,
        "c_ao": 0.25 * arteries, "c_sa": 0.75 * arteries,
        "volume": p["stressed_volume"] * size,
        "a_av": p["aortic_opening"] * person["aortic_opening"] * size,
        "leak_av": p["aortic_leak"] * person["aortic_leak"],
        "leak_mv": p["mitral_leak"] * person["mitral_leak"],
        "kick": person["kick"],
    }  # fmt: skip
    for name, log_ratio in _FAILING.items():
        change[name] = change.get(name, getattr(MAN, name)) * jnp.exp(log_ratio * person["failing"])
    everything = MAN._asdict() | change
    return Deck(**{name: jnp.asarray(value, dtype=float) for name, value in everything.items()})
