"""The circulation as the house sees it."""

from vitruvian.core.signals import signals
from vitruvian.engine.organ import organ
from vitruvian.organs.circulation.organ import ORGAN


def test_it_is_installed():
    """Found by its name."""
    assert organ("circulation") is ORGAN


def test_it_reads_signals_of_the_vocabulary():
    """Nothing that no importer could write."""
    assert set(ORGAN.reads) <= set(signals())
    assert ORGAN.primary in ORGAN.model.observes


def test_its_benches_have_the_names_of_the_acceptance():
    """As `vitruvian bench` lists them."""
    assert {"circulation-beat", "circulation-steady", "circulation-posterior"} <= set(ORGAN.benches)
