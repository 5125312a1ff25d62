from dataclasses import FrozenInstanceError

import pytest

from vitruvian.engine.intervention import Intervention


def test_hard_limits_cannot_be_changed_afterwards():
    """An intervention is a value: its limits stay as declared."""
    dose = Intervention("dose", "input", "tracer_dose", "mg", 0.0, 100.0)
    with pytest.raises(FrozenInstanceError):
        dose.high = 1e9  # type: ignore[misc]


def test_claims_need_no_trust_by_default():
    """Without a source an intervention counts as unverified."""
    dose = Intervention("dose", "input", "tracer_dose", "mg", 0.0, 100.0)
    assert not dose.verified
    assert dose.daily is None
