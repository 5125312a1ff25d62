import pytest

from vitruvian.records.hints import Hints


def test_hints_state_nothing_but_the_time_of_import_by_default():
    """Without hints nothing is assumed of a file."""
    hints = Hints(now=1)
    assert (hints.zone, hints.format, hints.select, hints.mapping, hints.latency) == (
        None,
        None,
        None,
        None,
        {},
    )


def test_hints_cannot_be_changed():
    """Hints are a value."""
    with pytest.raises(AttributeError):
        Hints(now=1).zone = "UTC"
