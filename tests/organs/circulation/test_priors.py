"""What is believed before anything is measured."""

import pytest

from vitruvian.organs.circulation.healthy import MAN
from vitruvian.organs.circulation.priors import PARAMETERS, RESPONSES


def test_names_are_each_given_once():
    """Draws go by name."""
    names = [q.name for q in PARAMETERS]
    assert len(names) == len(set(names))


def test_nothing_unseen_is_called_verified():
    """No prior's source was opened."""
    assert not any(q.verified for q in PARAMETERS)


def test_medians_are_the_healthy_mans():
    """Before anything is known, everyone is him, give or take."""
    middle = {q.name: q.prior.forward(0.0) for q in PARAMETERS}
    assert float(middle["e_lv"]) == pytest.approx(MAN.e_lv)
    assert all(float(middle[q.name]) in (0.0, 1.0) for q in RESPONSES)
