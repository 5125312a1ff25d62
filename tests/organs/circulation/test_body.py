"""From facts of a person to the middle of their circulation."""

import pytest

from vitruvian.organs.circulation.body import NARROW_AORTIC, USUAL, body_surface, deck_of, stiffening
from vitruvian.organs.circulation.diseases import HFREF
from vitruvian.organs.circulation.healthy import MAN
from vitruvian.organs.circulation.priors import PARAMETERS

MIDDLE = {q.name: q.prior.forward(0.0) for q in PARAMETERS}


def test_the_middle_of_a_usual_adult_is_the_healthy_man():
    """The prior's medians give back his resistance, force and stressed volume."""
    deck = deck_of(MIDDLE, USUAL)
    for name in ("r_sys", "e_lv", "volume", "beta_lv"):
        assert float(getattr(deck, name)) == pytest.approx(getattr(MAN, name), rel=1e-6)


def test_a_larger_body_has_larger_volumes_and_less_resistance():
    """Volumes grow with body surface; resistances fall."""
    small, large = (deck_of(MIDDLE, {**USUAL, "size": size}) for size in (0.8, 1.2))
    assert float(small.volume) < float(large.volume)
    assert float(small.r_sys) > float(large.r_sys)


def test_known_disease_moves_the_middle():
    """A narrow valve starts at 1 cm², a failing heart at the preset of one."""
    assert float(deck_of(MIDDLE, {**USUAL, "aortic_opening": NARROW_AORTIC}).a_av) == pytest.approx(1.0)
    failing = deck_of(MIDDLE, {**USUAL, "failing": 1.0})
    assert float(failing.e_lv) == pytest.approx(HFREF.deck.e_lv, rel=1e-6)


def test_surface_and_age():
    """1.80 m and 80 kg are 2.0 m²; old arteries are stiff."""
    assert body_surface(180.0, 80.0) == pytest.approx(2.0)
    assert stiffening(75.0) < 1.0 < stiffening(25.0)
