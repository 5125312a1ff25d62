"""Drugs as uncertain factors."""

import jax.numpy as jnp
import pytest

from vitruvian.organs.circulation.drugs import NAMES, displaced, drugged, moves_volume, strength
from vitruvian.organs.circulation.healthy import MAN

P = {"vessels_respond": 1.0, "heart_responds": 1.0, "volume_responds": 1.0}
NONE = {name: jnp.asarray(0.0) for name in NAMES}


def test_no_dose_changes_nothing():
    """All factors are 1."""
    assert float(drugged(MAN, NONE, P).r_sys) == MAN.r_sys
    assert float(displaced(NONE, P, 1.0)) == 0.0
    assert not moves_volume(NONE)


@pytest.mark.parametrize(
    ("drug", "field", "low", "high"),
    [
        ("beta_blocker", "hr", 0.80, 0.88),
        ("beta_blocker", "e_lv", 0.85, 0.95),
        ("ace_inhibitor", "r_sys", 0.80, 0.90),
        ("calcium_blocker", "r_sys", 0.80, 0.88),
        ("inotrope", "e_lv", 1.3, 1.8),
        ("noradrenaline", "r_sys", 1.2, 1.6),
        ("nitrate", "volume", 0.85, 0.95),
    ],
)
def test_the_standard_dose_is_within_the_specification(drug, field, low, high):
    """Factors of section 6."""
    after = drugged(MAN, NONE | {drug: jnp.asarray(100.0)}, P)
    assert low <= float(getattr(after, field)) / getattr(MAN, field) <= high


def test_a_person_who_responds_twice_as_much_has_the_square_of_the_factor():
    """Responses scale the logarithm."""
    u = NONE | {"beta_blocker": jnp.asarray(100.0)}
    once, twice = (float(drugged(MAN, u, P | {"heart_responds": r}).hr) / MAN.hr for r in (1.0, 2.0))
    assert twice == pytest.approx(once**2)


def test_effects_saturate():
    """Half the dose has three quarters of the effect; twice the dose a fifth more."""
    assert strength(50.0) == pytest.approx(0.75)
    assert strength(200.0) == pytest.approx(1.2)
