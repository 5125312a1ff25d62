"""Organs as the rest of the house sees them."""

import pytest

from vitruvian.core.errors import ModelError
from vitruvian.engine.model import Model
from vitruvian.engine.organ import Organ, organ, organs


def test_installed_organs_are_found_by_entry_point():
    """Each is an Organ under its own name, and its primary signal is one that its model predicts."""
    found = organs()
    assert "metabolism" in found
    for name, one in found.items():
        assert isinstance(one, Organ)
        assert isinstance(one.model, Model)
        assert one.name == name
        assert one.primary in one.model.observes


def test_an_unknown_organ_is_named_with_those_installed():
    """There is no spleen."""
    with pytest.raises(ModelError, match=r"no organ 'spleen': installed are .*metabolism"):
        organ("spleen")


def test_a_known_organ_is_given():
    """By its name."""
    assert organ("metabolism").name == "metabolism"
