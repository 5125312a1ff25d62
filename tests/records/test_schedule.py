from datetime import UTC, datetime
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from vitruvian.records.row import OPEN, Rows
from vitruvian.records.schedule import daily, in_force, shown
from vitruvian.records.timeline import Timeline

MINUTE = 60_000_000
RATE = "insulin_basal_rate"


def order(rows, minute: float, length: float, rate: float) -> Rows:
    """One order for a rate."""
    return rows([minute], [rate], signal=RATE, t1=round((minute + length) * MINUTE), source="nightscout:x")


def pieces(found: Rows) -> list[tuple[float, float, float]]:
    """(start, end, rate) in minutes of what was in force."""
    held = Timeline(found).values(RATE)
    return [(a / MINUTE, b / MINUTE, v) for a, b, v in zip(held.t0, held.t1, held.value, strict=True)]


def test_an_order_ends_when_the_next_one_starts(rows):
    """Thirty minutes at 1, replaced after ten by 2, are ten minutes at 1."""
    assert pieces(Rows.join([order(rows, 0, 30, 1.0), order(rows, 10, 30, 2.0)])) == [
        (0, 10, 1.0),
        (10, 40, 2.0),
    ]


def test_an_order_without_length_ends_the_one_before(rows):
    """A cancelled rate stops there."""
    assert pieces(Rows.join([order(rows, 0, 30, 1.0), order(rows, 10, 0, 0.0)])) == [(0, 10, 1.0)]


def test_schedule_fills_between_orders_and_not_beyond_the_record(rows):
    """Between two orders the daily schedule holds; before and after the record nothing is claimed."""
    rule = rows([-5000], [0.8], signal=RATE, t1=OPEN, text=daily("00:00", "24:00", "UTC"))
    found = pieces(Rows.join([order(rows, 0, 30, 1.0), rule, order(rows, 60, 30, 2.0)]))
    assert found == [(0, 30, 1.0), (30, 60, 0.8), (60, 90, 2.0)]


def test_pieces_of_a_day_follow_the_local_clock(rows):
    """A schedule that changes at 03:00 in Berlin changes at 01:00 UTC in summer, also on the shorter day."""
    start = round(datetime(2024, 3, 30, tzinfo=UTC).timestamp() / 60)
    night, day = (
        rows([start], [rate], signal=RATE, t1=OPEN, text=daily(*times, "Europe/Berlin"))
        for rate, times in ((1.0, ("00:00", "03:00")), (2.0, ("03:00", "24:00")))
    )
    span = rows([start, start + 2880], [100.0, 100.0])
    changes = [a - start for a, _, rate in pieces(Rows.join([span, night, day])) if rate == 2.0]
    assert changes == [120, 1440 + 60]


def test_later_schedule_replaces_the_earlier(rows):
    """From the start of a new profile on the old one holds no more."""
    whole = daily("00:00", "24:00", "UTC")
    old, new = (rows([t], [v], signal=RATE, t1=OPEN, text=whole) for t, v in ((0, 1.0), (60, 2.0)))
    assert pieces(Rows.join([rows([0, 120], [90.0, 90.0]), old, new])) == [(0, 60, 1.0), (60, 120, 2.0)]


def test_rows_moved_by_the_rule_are_marked(rows):
    """A piece whose times are not those stated is derived."""
    found = Rows.join([order(rows, 0, 30, 1.0), order(rows, 10, 30, 2.0)])
    held = shown(found, in_force(found, np.arange(2), 0, 40 * MINUTE))
    assert [bool(bits) for bits in held.flags] == [True, False]


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 30), st.integers(0, 3)), max_size=12))
def test_at_each_moment_one_rate_holds(rows, orders):
    """Whatever was ordered, the pieces in force never overlap."""
    found = pieces(Rows.join([order(rows, start, length, rate) for start, length, rate in orders]))
    assert all(a[1] <= b[0] for a, b in pairwise(found))
