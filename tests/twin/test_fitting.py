"""Stretches of a record and their fits."""

from dataclasses import replace

import numpy as np
import pytest

from virtual_person import stamp, table
from vitruvian.core.errors import NotEnoughData, WrongReading
from vitruvian.organs.circulation.organ import ORGAN as HEART
from vitruvian.organs.metabolism.organ import ORGAN
from vitruvian.records.hints import Hints
from vitruvian.records.importing import read_loaded
from vitruvian.records.timeline import Timeline
from vitruvian.twin.fitting import problem_hash, span, stretch
from vitruvian.vault.people import Person

NOW = 1_780_000_000_000_000
HOUR = 3_600_000_000
ANN = Person("ann", weight_kg=70.0, zone="Europe/Zurich")


def timeline(text=None):
    return Timeline(
        read_loaded([("f.csv", (text or table()).encode(), Hints(now=NOW, zone=ANN.zone))], NOW).rows
    )


def test_the_stretch_ends_with_the_last_reading():
    """Without a moment: from the first to the last reading, a day at most three days long."""
    held = stretch(ORGAN, ANN, timeline())
    assert held.end - held.start == 21 * HOUR - 300_000_000
    assert int(held.problem.length) == 251
    short = stretch(replace(ORGAN, window_days=0.5), ANN, timeline())
    assert short.end - short.start == 12 * HOUR


def test_a_six_hour_gap_stays_a_gap():
    """Where no reading was, the weight is zero: nothing is filled in."""
    lines = table().splitlines()
    gone = {f"{stamp(5.0 * k)}" for k in range(121, 193)}
    holed = [x for x in lines if not (x[:19] in gone and x.split(",")[1])]
    held = stretch(ORGAN, ANN, timeline("\n".join(holed) + "\n"))
    weight = np.asarray(held.problem.weight)[:251, 0]
    assert int((weight == 0).sum()) == 72
    assert np.ptp(np.flatnonzero(weight == 0)) == 71
    assert np.all(np.asarray(held.problem.y)[:251, 0][weight == 0] == 0.0)


def test_only_what_was_known_then_is_told():
    """At 15:00 the evening's doses and readings do not exist."""
    whole = timeline()
    noon = stretch(ORGAN, ANN, whole).start + 15 * HOUR
    known = stretch(ORGAN, ANN, whole, noon)
    assert known.end == noon
    assert known.data_hash == stretch(ORGAN, ANN, timeline(table(15.5)), noon).data_hash
    assert {e.signal for e in known.binding.events} == {"carbs", "insulin_bolus"}


def test_the_hash_names_data_person_and_model():
    """Another reading, weight or model version is another hash; the same is the same."""
    held = stretch(ORGAN, ANN, timeline())
    assert held.data_hash == stretch(ORGAN, ANN, timeline()).data_hash
    other = held.problem._replace(y=np.asarray(held.problem.y) + np.eye(1, 1))
    assert problem_hash(ORGAN, other) != held.data_hash
    heavier = stretch(ORGAN, replace(ANN, weight_kg=71.0), timeline())
    assert heavier.data_hash != held.data_hash
    published = replace(ORGAN, model=replace(ORGAN.model, published=True))
    assert problem_hash(published, held.problem) != held.data_hash


def test_without_the_primary_signal_there_is_no_stretch():
    """A record of meals only."""
    with pytest.raises(NotEnoughData, match="ann has no glucose_interstitial"):
        stretch(ORGAN, ANN, timeline("time,carbs [g]\n2025-03-03 08:00,40\n"))


@pytest.mark.parametrize(("days", "said"), [(-9, "the record begins at"), (90, "the record ends at")])
def test_a_moment_outside_the_record_says_where_the_record_is(days, said):
    """Asked from days before the first reading, or long after the last."""
    start = stretch(ORGAN, ANN, timeline()).start
    with pytest.raises(NotEnoughData, match=said):
        stretch(ORGAN, ANN, timeline(), start + days * 24 * HOUR)


def test_a_span_is_cut_where_it_is_asked():
    """Twelve hours of the day, from its third hour."""
    whole = timeline()
    start = stretch(ORGAN, ANN, whole).start + 3 * HOUR
    held = span(ORGAN, ANN, whole, start, start + 12 * HOUR)
    assert (held.window.minutes, held.window.clock) == (720.0, 185.0)
    assert int(held.problem.length) == 144


CUFF = """time,bp_systolic_mmhg,bp_diastolic_mmhg
2025-03-03 07:30:00,120,80
2025-03-04 06:50:00,121,{}
2025-03-05 07:10:00,122,82
"""


def test_a_stretch_of_days_begins_at_a_local_midnight():
    """Mornings at 07:30, 06:50 and 07:10 are one reading a day, not two on the first."""
    held = stretch(HEART, ANN, timeline(CUFF.format(81)))
    assert (held.window.clock, int(held.problem.length)) == (0.0, 3)
    assert held.problem.y[:3, 0].tolist() == [120.0, 121.0, 122.0]


def test_a_wrong_reading_is_named_with_its_local_date():
    """Though it is not the newest."""
    with pytest.raises(WrongReading, match="2025-03-04 06:50: bp_systolic 35"):
        stretch(HEART, ANN, timeline(CUFF.replace("121,{}", "35,")))
