import numpy as np
import pytest

from vitruvian.core.signals import signals
from vitruvian.records.contradictions import BELOW, conflicting, crossed, pair_words
from vitruvian.records.row import Rows


@pytest.fixture
def pressures(rows):
    """Rows of systolic and diastolic readings at minute 0, given as (systolic, diastolic, line)."""

    def make(*pairs, **columns):
        found = []
        for systolic, diastolic, line in pairs:
            for signal, value in (("bp_systolic", systolic), ("bp_diastolic", diastolic)):
                about = {"signal": signal, "at": line, "source": "table:file", "raw_unit": "mmHg"}
                found.append(rows([0], [value], **(about | {"raw_value": str(value)} | columns)))
        return Rows.join(found)

    return make


def test_signals_of_the_table_exist():
    """Every order names signals of the vocabulary."""
    assert {name for order in BELOW for name in order[:2]} <= set(signals())


def test_diastolic_above_systolic_is_an_impossible_pair(pressures):
    """A diastolic value that is not below the systolic one of its instant is found with it, and why."""
    made = pressures((80, 120, 4))
    (pair,) = crossed(made)
    assert (made.signal.at(pair.low), made.signal.at(pair.high)) == ("bp_diastolic", "bp_systolic")
    said = pair_words(made, pair)
    assert said.startswith("1970-01-01 00:00: bp_diastolic 120 mmHg is not below bp_systolic 80 mmHg: ")


def test_values_of_one_line_are_a_pair(pressures):
    """Of two pairs at one instant only the impossible one is found."""
    assert len(crossed(pressures((140, 125, 2), (120, 80, 3)))) == 0
    assert len(crossed(pressures((140, 80, 2), (70, 90, 3)))) == 1


def test_pairs_of_two_sources_are_not_compared(rows):
    """What two devices say at one instant is two observations."""
    low = rows([0], [120], signal="bp_diastolic", source="table:a")
    high = rows([0], [80], signal="bp_systolic", source="table:b")
    assert crossed(Rows.join([low, high])) == ()


def test_limits_of_an_instrument_are_no_pair(pressures):
    """A censored value contradicts nothing."""
    assert crossed(pressures((80, 120, 1), cmp=1)) == ()


def test_two_values_at_one_instant_are_in_conflict(rows):
    """Both rows of one source are marked; an equal repeat, another time and another source are not."""
    made = rows([0, 0, 5, 5, 9], [132, 142, 120, 120, 1], signal="bp_systolic", source="table:file")
    other = rows([9], [2], signal="bp_systolic", source="table:other")
    assert conflicting(Rows.join([made, other])).tolist() == [True, True, False, False, False, False]


def test_doses_at_one_instant_add_up(rows):
    """Two boluses in one minute are both given: no conflict."""
    assert not conflicting(rows([0, 0], [2, 3], signal="insulin_bolus")).any()


def test_nothing_contradicts_nothing():
    """No rows give no pair and no conflict."""
    assert crossed(Rows.none()) == ()
    assert np.array_equal(conflicting(Rows.none()), np.zeros(0, bool))
