"""The numbers of a circulation and what a case changes in them."""

import pytest

from vitruvian.organs.circulation.deck import CASES, PUMP_SPEEDS, REFERENCE, changed, period


def test_a_case_changes_only_what_it_names():
    """The severe stenosis differs from the reference in its valve and its ventricle."""
    deck = changed(REFERENCE, CASES["AS_sev"])
    differing = {name for name in deck._fields if getattr(deck, name) != getattr(REFERENCE, name)}
    assert differing == {"a_av", "e_lv"}


def test_an_unknown_name_is_an_error():
    """A misspelt parameter is not ignored."""
    with pytest.raises(ValueError, match="e_vl"):
        changed(REFERENCE, {"e_vl": 3.0})


def test_a_beat_at_sixty_lasts_a_second():
    """The period is 60 s over the rate."""
    assert period(REFERENCE._replace(hr=60.0)) == 1.0


def test_pumped_cases_are_cases():
    """Each pump speed belongs to a case."""
    assert set(PUMP_SPEEDS) <= set(CASES)
