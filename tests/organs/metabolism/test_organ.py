"""Metabolism as an organ."""

from vitruvian.core.signals import signals
from vitruvian.organs.metabolism.organ import ORGAN


def test_the_organ_fits_its_model():
    """What it reads are known signals, among them every input; its primary signal is predicted."""
    assert set(ORGAN.reads) <= set(signals())
    assert {i.signal for i in ORGAN.model.inputs} <= set(ORGAN.reads)
    assert ORGAN.primary in ORGAN.model.observes
    assert ORGAN.name == "metabolism"


def test_it_brings_its_checks_benches_and_back_test():
    """What `verify`, `bench` and `backtest` ask for is there."""
    assert callable(ORGAN.checks)
    assert {"replay-map", "uva-day"} <= set(ORGAN.benches)
    assert ORGAN.rolling is not None
