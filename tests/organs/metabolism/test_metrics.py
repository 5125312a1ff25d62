"""Consensus metrics on readings whose answer is known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitruvian.organs.metabolism import metrics

GLUCOSE = st.lists(st.floats(40.0, 400.0), min_size=2, max_size=60)


def test_the_edges_belong_inside():
    """70 and 180 are in range, 250 is not above 250, 54 is not below 54."""
    shares = metrics.ranges([53.9, 54.0, 69.9, 70.0, 180.0, 180.1, 250.0, 250.1, 140.0, 140.1])
    assert shares == pytest.approx((10.0, 20.0, 40.0, 20.0, 10.0, 20.0))


@given(GLUCOSE)
def test_the_five_ranges_share_all_time(glucose):
    """Below, in and above range add up to the whole."""
    assert sum(metrics.ranges(glucose)[:5]) == pytest.approx(100.0)


def test_a_gap_counts_nowhere():
    """A reading before a hole stands for its own interval only."""
    minutes = np.array([0.0, 5.0, 200.0, 205.0])
    assert metrics.weights(minutes, 5.0).tolist() == [5.0, 5.0, 5.0, 5.0]
    assert metrics.summary(minutes, [100.0, 100.0, 300.0, 300.0]).ranges.tir == pytest.approx(50.0)


def test_overlapping_readings_share_their_time():
    """Readings closer than the interval are not counted twice."""
    assert metrics.weights(np.array([0.0, 1.0, 5.0]), 5.0).tolist() == [1.0, 4.0, 5.0]


def test_constants_of_the_papers():
    """GMI 6.9 % at 150 mg/dL, HbA1c 7 % at 154 mg/dL."""
    assert metrics.gmi(150.0) == pytest.approx(6.898)
    assert metrics.estimated_a1c(154.2) == pytest.approx(7.0, abs=1e-3)


def test_risk_indices_average_over_all_readings():
    """One low among four readings counts a quarter of its risk."""
    alone, diluted = metrics.low_index([54.0]), metrics.low_index([54.0, 112.5, 150.0, 200.0])
    assert diluted == pytest.approx(alone / 4, rel=1e-5)
    assert metrics.high_index([54.0, 60.0]) == 0.0


def test_classes_and_zones():
    """Limits belong to the worse class, and GRI ends in zone E."""
    assert [metrics.low_index_class(x) for x in (1.0, 1.1, 2.5, 5.0)] == [
        "minimal",
        "low",
        "moderate",
        "high",
    ]
    assert [metrics.gri_zone(x) for x in (0.0, 19.9, 20.0, 79.9, 80.0, 100.0)] == list("AABDEE")


def test_gri_weighs_lows_most():
    """GRI is 3.0, 2.4, 1.6 and 0.8 times the shares, at most 100."""
    assert metrics.gri(metrics.Ranges(1.0, 2.0, 87.0, 8.0, 2.0, 50.0)) == pytest.approx(3 + 4.8 + 6.4 + 3.2)
    assert metrics.gri(metrics.Ranges(100.0, 0.0, 0.0, 0.0, 0.0, 0.0)) == 100.0


def test_day_to_day_difference_of_a_shifted_day():
    """The same day 10 mg/dL higher has a MODD of 10 and a CONGA of 0."""
    day = 120.0 + 30.0 * np.sin(np.arange(288) / 20.0)
    minutes, glucose = 5.0 * np.arange(576), np.concatenate([day, day + 10.0])
    assert metrics.modd(minutes, glucose) == pytest.approx(10.0)
    assert metrics.conga(minutes, glucose) == pytest.approx(0.0, abs=1e-9)


def test_a_long_gap_is_not_bridged():
    """Between readings 50 min apart nothing is known; between readings 40 min apart the line is."""
    grid = metrics.on_grid([0.0, 40.0, 90.0], [100.0, 140.0, 190.0])
    assert grid[:8].tolist() == pytest.approx([105.0, 110.0, 115.0, 120.0, 125.0, 130.0, 135.0, 140.0])
    assert np.isnan(grid[8:17]).all()
    assert grid[17] == 190.0
    assert np.isnan(grid[18:]).all()
    assert len(grid) == 288


def test_no_second_day_means_no_answer():
    """MODD of a single day is not a number."""
    assert np.isnan(metrics.modd(5.0 * np.arange(100), np.full(100, 120.0)))


def test_swings_of_a_saw():
    """A saw between 100 and 200 has a MAGE of 100 and changes 100 mg/dL in each half period."""
    tooth = np.concatenate([np.linspace(100, 200, 13)[:-1], np.linspace(200, 100, 13)[:-1]])
    saw = np.append(np.tile(tooth, 4), 100.0)
    assert metrics.mage(saw) == pytest.approx(100.0)
    assert metrics.mag(5.0 * np.arange(len(saw)), saw) == pytest.approx(100.0)


def test_a_flat_line_has_no_swing():
    """Constant glucose has neither swings nor variability."""
    flat = np.full(100, 120.0)
    assert metrics.mage(flat) == 0.0
    assert metrics.j_index(flat) == pytest.approx(14.4)


@given(GLUCOSE, st.floats(-20.0, 100.0))
def test_swings_do_not_depend_on_the_level(glucose, shift):
    """Moving all readings up or down leaves MAGE."""
    g = np.array(glucose)
    assert metrics.mage(g + shift) == pytest.approx(metrics.mage(g), rel=1e-6, abs=1e-6)


def test_daily_risk_range():
    """ADRR adds each day's worst low and worst high, and averages the days."""
    minutes, glucose = np.array([0.0, 720.0, 1440.0, 2160.0]), [54.0, 300.0, 112.5, 112.5]
    expected = (metrics.low_index([54.0]) + metrics.high_index([300.0])) / 2
    assert metrics.adrr(minutes, glucose) == pytest.approx(expected, rel=1e-4)


def test_an_episode_needs_a_quarter_of_an_hour_on_both_sides():
    """Ten minutes below are no episode; ten minutes above do not end one."""
    minutes = 5.0 * np.arange(20)
    glucose = np.full(20, 100.0)
    glucose[2:4] = 60.0
    assert metrics.episodes(minutes, glucose, 70.0) == ()
    glucose[8:12], glucose[14:16] = 60.0, 50.0
    (episode,) = metrics.episodes(minutes, glucose, 70.0)
    assert episode == (40.0, 75.0, 50.0)


def test_a_hole_ends_an_episode():
    """Readings on both sides of a hole are not one episode."""
    minutes = np.concatenate([5.0 * np.arange(4), 100.0 + 5.0 * np.arange(4)])
    assert len(metrics.episodes(minutes, np.full(8, 300.0), 250.0, below=False)) == 2


def test_a_report_needs_fourteen_days():
    """Two weeks of five-minute readings are complete, one is not."""
    for days, complete in ((14, True), (7, False)):
        minutes = 5.0 * np.arange(288 * days)
        made = metrics.summary(minutes, 130.0 + 20.0 * np.sin(minutes / 100.0))
        assert (made.is_complete, made.active_percent) == (complete, pytest.approx(100.0))
        assert not made.is_unstable
