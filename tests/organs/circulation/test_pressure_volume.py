"""Pressure-volume loops."""

import numpy as np
import pytest

from vitruvian.organs.circulation.pressure_volume import loops


@pytest.fixture
def left(narrow_and_new):
    """The panel of the left ventricle."""
    return loops(narrow_and_new, ("a note",)).columns[0].panels[0]


def test_a_loop_is_closed_and_encloses_the_stroke_work(left, narrow_and_new):
    """Its area is the work of the beat within 2 %."""
    loop = next(c for c in left.curves if c.look == "main" and c.plan == 0)
    x, y = np.array(loop.x), np.array(loop.y)
    area = 0.5 * np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]) * 1.33322e-4
    assert (x[0], y[0]) == (x[-1], y[-1])
    assert np.isclose(abs(area), narrow_and_new[0].beat.read.stroke_work, rtol=0.02)


def test_the_end_systolic_line_is_touched_from_below(left):
    """No point of a loop lies over its line by more than 1 %, and one lies within 3 % of it."""
    line = next(c for c in left.curves if c.label == "end-systolic line")
    loop = next(c for c in left.curves if c.look == "main")
    over = np.array(loop.y) / np.interp(loop.x, line.x, line.y)
    late = np.array(loop.y) > 40.0
    assert 0.97 < over[late].max() < 1.01


def test_a_new_valve_lowers_the_top_of_the_loop(left):
    """The peak pressure of B is under that of A by 20 mmHg at least."""
    tops = [max(c.y) for c in left.curves if c.look == "main"]
    assert tops[0] - tops[1] > 20.0


def test_everything_is_within_the_axes(left):
    """Every point of every curve is shown."""
    for curve in left.curves:
        assert min(curve.x) >= left.x_range[0] <= max(curve.x) <= left.x_range[1] + 0.1
        assert max(curve.y) <= left.y_range[1] + 0.1


def test_how_many_are_behind_is_said(narrow_and_new, pumped):
    """Two people lie behind, and the note says two; without any no note speaks of them."""
    several, alone = loops(narrow_and_new, ()), loops([pumped], ())
    assert several.draws == 2
    assert "behind: 2 others" in several.notes[1]
    assert (alone.draws, len(alone.notes)) == (0, 1)
    assert alone.columns[0].panels[0].markers == ()
