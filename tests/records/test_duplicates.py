import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitruvian.records import duplicates
from vitruvian.records.flags import Flag
from vitruvian.records.row import Rows
from vitruvian.records.timeline import Timeline


def shown(*parts: Rows) -> list[tuple]:
    """The visible rows as a sorted list of (signal, time, value, source)."""
    found = Timeline(Rows.join(parts)).shown
    return sorted(zip(found.signal, found.t0.tolist(), found.value.tolist(), found.source, strict=True))


def test_equal_rows_of_two_files_are_one(rows):
    """The same reading in two exports stands once."""
    assert len(shown(rows([0], [100.0], file="a"), rows([0], [100.0], file="b"))) == 1


def test_relayed_reading_gives_way_to_the_sensors_own(rows):
    """A Nightscout copy 40 s after the receiver's reading is hidden, in either order."""
    own, copy = rows([0], [100.0]), rows([0.67], [100.0], source="nightscout:x")
    assert shown(own, copy) == shown(copy, own) == shown(own)


def test_relayed_reading_in_mmol_is_known_by_its_coarser_step(rows):
    """9.0 mmol/L is a copy of 162 mg/dL."""
    copy = rows([1], [162.14], source="nightscout:x", raw_unit="mmol/L")
    assert len(shown(rows([0], [162.0], raw_unit="mg/dL"), copy)) == 1


@pytest.mark.parametrize(("minutes", "value"), [(2.6, 100.0), (0.67, 104.0)])
def test_other_values_and_later_ones_are_no_copies(rows, minutes, value):
    """Beyond 150 s, or with another value, a second source's reading stands."""
    assert len(shown(rows([0], [100.0]), rows([minutes], [value], source="nightscout:x"))) == 2


def test_two_sensors_of_one_class_both_stand(rows):
    """Two transmitters worn at once are two observations."""
    assert len(shown(rows([0], [100.0]), rows([1], [100.0], source="dexcom:B"))) == 2


def test_fast_sensor_may_repeat_itself(rows):
    """Equal readings of one source a minute apart all stand."""
    assert len(shown(rows(range(10), [100.0] * 10))) == 10


def test_equal_carbohydrate_within_two_minutes_is_one_meal(rows):
    """40 g at noon and 40 g a minute later, from any source, are one entry."""
    one = rows([0], [40.0], signal="carbs", source="dexcom:A")
    assert len(shown(one, rows([1], [40.0], signal="carbs", source="table:file"))) == 1
    assert len(shown(one, rows([1], [40.0], signal="carbs"))) == 1
    assert len(shown(one, rows([3], [40.0], signal="carbs"))) == 2


def test_equal_doses_of_one_source_both_stand(rows):
    """Two small boluses of a pump a minute apart are two doses."""
    assert len(shown(rows([0, 1], [0.1, 0.1], signal="insulin_bolus"))) == 2


def test_correction_supersedes(rows):
    """A row that names another by its hash stands in its place."""
    wrong = rows([0], [40.0], signal="carbs")
    right = rows([0], [4.0], signal="carbs", supersedes=wrong.hash(0))
    assert [row[2] for row in shown(wrong, right)] == [4.0]


def test_row_taken_back_is_hidden_with_its_earlier_copy(rows):
    """When a source marks an entry as an error, the copy that it sent before goes too."""
    wrong = rows([0], [4.0], signal="insulin_bolus", file="a")
    assert shown(wrong, rows([0], [4.0], signal="insulin_bolus", file="b", status="entered-in-error")) == []


def test_record_read_again_under_another_zone_stands_once(rows):
    """The latest reading of a record stands, not both an hour apart."""
    first = rows([0], [100.0], file="f", ingest="1")
    again = rows([60], [100.0], file="f", ingest="2")
    assert shown(first, again) == shown(again)


def test_row_with_a_stated_zone_replaces_the_assumed_one(rows):
    """The same wall clock and value from one source is one reading; the one with a zone stands."""
    guess = rows([120], [100.0], file="a", flags=int(Flag.ZONE_ASSUMED))
    sure = rows([0], [100.0], file="b", off=120)
    assert shown(guess, sure) == shown(sure)


def test_repeated_reading_is_known_by_origin_and_content(rows):
    """What the latest stored reading says already is repeated; what changed is not."""
    stored = rows([0, 5], [1.0, 2.0], file="f", ingest="1")
    fresh = rows([0, 5], [1.0, 3.0], file="f", ingest="2")
    assert duplicates.repeated(stored, fresh).tolist() == [True, False]


READING = st.tuples(
    st.sampled_from(["glucose_interstitial", "carbs", "insulin_bolus"]),
    st.integers(0, 12),
    st.sampled_from([100.0, 101.0]),
    st.sampled_from(["dexcom:A", "dexcom:B", "nightscout:x", "table:file"]),
    st.sampled_from(["f", "g"]),
)


def made(rows, readings: list[tuple], first: int = 0) -> Rows:
    if not readings:
        return Rows.none()
    signal, half, value, source, file = map(list, zip(*readings, strict=True))
    at = list(range(first, first + len(readings)))
    return rows([k * 0.5 for k in half], value, signal=signal, source=source, file=file, at=at)


@given(st.lists(READING, max_size=25), st.randoms(use_true_random=False))
def test_visible_rows_do_not_depend_on_order(rows, readings, random):
    """Rows in any order leave the same visible timeline."""
    whole = made(rows, readings)
    places = list(range(len(readings)))
    random.shuffle(places)
    assert shown(whole.take(np.array(places, np.intp))) == shown(whole)


@given(st.lists(READING, max_size=20), st.integers(0, 20))
def test_visible_rows_do_not_depend_on_how_they_were_split(rows, readings, cut):
    """One import of everything and two imports of parts leave the same visible timeline."""
    left, right = made(rows, readings[:cut]), made(rows, readings[cut:], first=min(cut, len(readings)))
    assert shown(right, left) == shown(made(rows, readings))


@given(st.lists(READING, max_size=20))
def test_importing_twice_changes_nothing(rows, readings):
    """The second import of the same records is hidden as a whole."""
    whole = made(rows, readings)
    assert shown(whole, whole) == shown(whole)


def test_held_are_rows_that_stand_already(rows):
    """A row is held when one of equal content stands; two equal fresh ones are not held by each other."""
    standing, fresh = rows([0, 5], [100, 101]), rows([0, 5, 10, 10], [100, 102, 103, 103], file="other")
    assert duplicates.held(standing, fresh).tolist() == [True, False, False, False]
