from datetime import UTC, datetime

import pytest

from vitruvian.core.errors import RecordError, TimeError, UnknownSignal
from vitruvian.records.row import Rows
from vitruvian.records.timeline import Timeline, micros

MINUTE = 60_000_000


def test_values_between_two_moments_are_half_open(rows):
    """The reading at the start is in, the one at the end is not."""
    found = Timeline(rows([0, 5, 10], [1.0, 2.0, 3.0])).values("glucose_interstitial", 0, 10 * MINUTE)
    assert found.value.tolist() == [1.0, 2.0]


def test_an_interval_that_reaches_in_belongs_to_the_window(rows):
    """Steps counted from 0 to 10 min touch a window that begins at 5."""
    steps = rows([0], [40.0], signal="steps", t1=10 * MINUTE)
    assert len(Timeline(steps).values("steps", 5 * MINUTE, 6 * MINUTE)) == 1


def test_signal_without_rows_is_empty_and_unknown_signal_is_an_error(rows):
    """What was not measured is an empty series; what does not exist is a mistake."""
    timeline = Timeline(rows([0], [1.0]))
    assert len(timeline.values("carbs")) == 0
    with pytest.raises(UnknownSignal):
        timeline.values("carbohydrates_eaten")


def test_as_of_knows_nothing_that_came_later(rows):
    """A meal of noon that was logged an hour later did not exist at half past twelve."""
    meal = rows([0], [40.0], signal="carbs", known=60 * MINUTE)
    assert len(Timeline(meal).values("carbs", as_of=30 * MINUTE)) == 0
    assert len(Timeline(meal).values("carbs", as_of=60 * MINUTE)) == 1


def test_as_of_undoes_a_later_correction(rows):
    """Before the correction was known, the first entry stood."""
    wrong = rows([0], [40.0], signal="carbs")
    right = rows([0], [4.0], signal="carbs", supersedes=wrong.hash(0), known=60 * MINUTE, file="b")
    timeline = Timeline(Rows.join([wrong, right]))
    assert timeline.values("carbs").value.tolist() == [4.0]
    assert timeline.as_of(30 * MINUTE).values("carbs").value.tolist() == [40.0]


def test_as_of_shows_a_copy_until_the_better_one_came(rows):
    """A relayed reading stood as long as the sensor's own file was not there."""
    own = rows([0], [100.0], known=60 * MINUTE)
    copy = rows([0.5], [100.0], source="nightscout:x")
    timeline = Timeline(Rows.join([own, copy]))
    assert list(timeline.values("glucose_interstitial", as_of=30 * MINUTE).source) == ["nightscout:x"]
    assert list(timeline.values("glucose_interstitial").source) == ["dexcom:A"]


def test_as_of_never_shows_a_reading_that_was_replaced(rows):
    """A file first read in the wrong zone does not come back in the past, before its right reading."""
    wrong, right = rows([0], [100.0], file="f", ingest="1"), rows([60], [100.0], file="f", ingest="2")
    timeline = Timeline(Rows.join([wrong, right]))
    assert len(timeline.as_of(30 * MINUTE)) == 0
    assert len(timeline.as_of(60 * MINUTE)) == 1


def test_hidden_rows_stay_queryable(rows):
    """A copy is hidden, not gone."""
    timeline = Timeline(Rows.join([rows([0], [100.0]), rows([0], [100.0], file="b")]))
    assert len(timeline.values("glucose_interstitial")) == 1
    assert len(timeline.values("glucose_interstitial", include="all")) == 2


def test_why_leads_back_to_the_place_in_the_file(rows):
    """A hash gives the line it was read from, the verdict, and its copies."""
    timeline = Timeline(Rows.join([rows([0], [100.0], file="a", at=7), rows([0], [100.0], file="b")]))
    why = timeline.why(timeline.rows.hash(0)[:10])
    assert (why.row.file, why.row.at, why.verdict) == ("a", 7, "visible")
    assert [copy.file for copy in why.copies] == ["b"]


def test_why_of_no_row_says_so(rows):
    """A hash of nothing is an error with the reason."""
    with pytest.raises(RecordError, match="belongs to no row"):
        Timeline(rows([0], [1.0])).why("zz")


def test_six_hour_gap_stays_a_gap(rows):
    """Nothing is filled in where nothing was measured."""
    minutes = [*range(0, 60, 5), *range(415, 460, 5)]
    timeline = Timeline(rows(minutes, [100.0] * len(minutes)))
    assert timeline.values("glucose_interstitial").longest_gap() == 360 * MINUTE
    assert len(timeline.coverage()["glucose_interstitial"].gaps) == 1


def test_moment_needs_a_zone():
    """A datetime without zone is refused; one with a zone is exact to the microsecond."""
    with pytest.raises(TimeError, match="no zone"):
        micros(datetime(2024, 1, 1))
    assert micros(datetime(1970, 1, 1, 0, 0, 1, 7, tzinfo=UTC)) == 1_000_007


def test_empty_record_has_no_signals():
    """A record of nothing is a record."""
    assert Timeline(Rows.none()).coverage() == {}


def test_two_values_of_one_instant_are_marked_across_files(rows):
    """Rows of two files that disagree both stand, with the mark of a conflict."""
    files = [
        rows([0], [value], signal="bp_systolic", source="table:file", file=str(value)) for value in (1, 2)
    ]
    joined = Timeline(files[0]).joined(files[1])
    assert joined.coverage()["bp_systolic"].quality == {"conflict": 2}
    assert joined.values("bp_systolic").value.tolist() == [1, 2]
