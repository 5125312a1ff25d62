"""The trend drawn."""

import xml.etree.ElementTree as ElementTree

import pytest

from made_up_trend import made_up_trend
from vitruvian.twin.figures import NARROW, WIDE
from vitruvian.twin.trend_figure import draw_trend


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_it_is_one_well_formed_drawing_with_a_text_alternative(width: int) -> None:
    """Parsed as XML; its title says the answer; nothing lies outside it."""
    root = ElementTree.fromstring(draw_trend(made_up_trend(), width))
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == "On 2025-03-12 the chance is 45 in 100."
    assert all(0.0 <= float(e.attrib["cx"]) <= width for e in root.iter() if "cx" in e.attrib)


def test_what_was_read_is_a_ring_a_day_and_a_hole_stays_one() -> None:
    """Eleven weights of twelve days."""
    assert draw_trend(made_up_trend(), WIDE).count('class="happened"') == 11


def test_a_flag_is_a_mark_and_not_a_colour_alone() -> None:
    """Three flagged days carry a triangle each, and the first is named."""
    drawn = draw_trend(made_up_trend(), WIDE)
    assert drawn.count(">▲<") == 3
    assert "▲ first flag, 10 Mar" in drawn
    assert drawn.count('class="risk"') == 2


def test_without_a_flag_none_is_drawn() -> None:
    """No mark, no rule."""
    assert "▲" not in draw_trend(made_up_trend(flagged=False), WIDE)


def test_names_from_outside_are_escaped() -> None:
    """An organ's words are text."""
    assert "Water &lt;retained&gt;" in draw_trend(made_up_trend(), WIDE)
