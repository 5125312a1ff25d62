"""What drugs do to a circulation: factors on its numbers, larger with the dose, uncertain in each person.

At dose D (1: the standard dose) the logarithm of a factor is that at the standard dose times 1.5 D/(0.5 + D)
times how much this person responds, so that half the dose has three quarters of the effect. Sizes are the
middles of section 6 of the specification, whose sources were not opened: verified=False, and shown so. They
are effects in the living body, so the reflex is in them and is not added again; against a loss of volume it
acts. What takes months (remodelling) is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import jax.numpy as jnp

from vitruvian.organs.circulation.deck import Deck

Array = Any
SOURCE = "circulation specification, section 6"
HALF = 0.5
"""Dose, in standard doses, with half of the largest effect; Law et al. 2009 (doi:10.1136/bmj.b1665) found
about four fifths of the effect at half the dose (verified=False)."""


@dataclass(frozen=True)
class Drug:
    """Effects at the standard dose: factors on fields of the deck, and mL of stressed volume at 1.85 m².

    responds  which of the person's responses scales a field; volume has its own
    """

    name: str
    factors: Mapping[str, float] = field(default_factory=dict)
    volume_ml: float = 0.0


_RESPONDS = {
    "hr": "heart_responds", "e_lv": "heart_responds", "e_rv": "heart_responds",
    "r_sys": "vessels_respond", "c_ao": "vessels_respond", "c_sa": "vessels_respond",
    "volume": "volume_responds",
}  # fmt: skip

DRUGS = (
    Drug("beta_blocker", {"hr": 0.84, "e_lv": 0.90, "e_rv": 0.90}),
    Drug("ace_inhibitor", {"r_sys": 0.85, "volume": 0.97}),
    Drug("calcium_blocker", {"r_sys": 0.84, "c_ao": 1.1, "c_sa": 1.1}),
    Drug("diuretic", volume_ml=-175.0),
    Drug("sglt2_inhibitor", volume_ml=-120.0),
    Drug("nitrate", {"volume": 0.90, "r_sys": 0.95}),
    Drug("inotrope", {"e_lv": 1.5, "e_rv": 1.5, "hr": 1.15, "r_sys": 0.80}),
    Drug("noradrenaline", {"r_sys": 1.4}, volume_ml=150.0),
)
NAMES = tuple(drug.name for drug in DRUGS)


def strength(percent: Array) -> Array:
    """Effect over that of the standard dose, of a dose in percent of it."""
    dose = percent / 100.0
    return (1.0 + HALF) * dose / (HALF + dose)


def drugged(deck: Deck, u: Mapping[str, Array], p: Mapping[str, Array]) -> Deck:
    """The deck under the doses u (percent of the standard dose, 0 where none is taken)."""
    logs: dict[str, Array] = {}
    for drug in DRUGS:
        effect = strength(u[drug.name])
        for name, factor in drug.factors.items():
            logs[name] = logs.get(name, 0.0) + jnp.log(factor) * effect * p[_RESPONDS[name]]
    changed = {name: getattr(deck, name) * jnp.exp(log) for name, log in logs.items()}
    return deck._replace(**changed)


def displaced(u: Mapping[str, Array], p: Mapping[str, Array], size: Array) -> Array:
    """Stressed volume that drugs give or take, mL, before the reflex answers."""
    each = [drug.volume_ml * strength(u[drug.name]) for drug in DRUGS if drug.volume_ml]
    return sum(each) * p["volume_responds"] * size


def moves_volume(u: Mapping[str, Array]) -> Array:
    """Whether a drug is taken that gives or takes volume."""
    return sum(u[drug.name] for drug in DRUGS if drug.volume_ml) > 0.0
