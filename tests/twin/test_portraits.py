"""Curves of an organ as SVG."""

import math
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from vitruvian.engine.portrait import Column, Curve, Marker, Panel, Phase, Portrait
from vitruvian.twin.axes import Scale
from vitruvian.twin.figures import NARROW, WIDE
from vitruvian.twin.portraits import _cut, draw_portrait, line_path

X = tuple(k / 100 for k in range(101))
A = Curve("LV", X, tuple(60.0 + 60.0 * math.sin(6.28 * x) for x in X), plan=0)
B = replace(A, y=tuple(0.8 * v for v in A.y), plan=1)
THIN = replace(A, look="draw")
PANEL = Panel(
    "time", "s", "pressure", "mm[Hg]", (A, B, THIN), (0.0, 1.0), (0.0, 140.0),
    (Marker(0.25, 120.0, "A", 0), Marker(0.25, 118.0, "B", 1)),
    (Phase(0.0, 0.1, "atrial contraction", "1"), Phase(0.1, 1.0, "ejection", "2")),
)  # fmt: skip
PORTRAIT = Portrait(
    "A beat", "Pressure over one beat, up to 120 mmHg.",
    (Column("as planned", (PANEL, replace(PANEL, height=0.5)), 0), Column("x" * 200, (PANEL, PANEL), 1)),
    ("as planned", "another"),
)  # fmt: skip


def _svg(width: int = WIDE, is_stacked: bool = False) -> ET.Element:
    return ET.fromstring(draw_portrait(PORTRAIT, width, is_stacked))


def _classed(svg: ET.Element, name: str) -> list[ET.Element]:
    return [part for part in svg.iter() if name in part.get("class", "").split()]


@pytest.mark.parametrize(("width", "is_stacked"), [(WIDE, False), (NARROW, True)])
def test_everything_lies_inside(width: int, is_stacked: bool) -> None:
    """No text leaves the drawing, at either width, and every line and marker is there."""
    svg = _svg(width, is_stacked)
    height = float(svg.get("height", 0))
    assert len(_classed(svg, "curve")) == 12
    assert len(_classed(svg, "word")) == 8
    for part in svg.iter():
        for key, limit in (("x", width), ("x2", width), ("y", height), ("y2", height)):
            assert 0 <= float(part.get(key, 0)) <= limit


def test_columns_lie_below_each_other_on_a_phone() -> None:
    """Stacked, the second heading is lower than the first; on a wide page they are level."""
    wide, narrow = (_classed(_svg(w, s), "heading") for w, s in ((WIDE, False), (NARROW, True)))
    assert float(wide[0].get("y", 0)) == float(wide[1].get("y", 0))
    assert float(narrow[0].get("y", 0)) < float(narrow[1].get("y", 0)) - 200


def test_a_portrait_speaks() -> None:
    """It is an image with its sentence as title and label."""
    svg = _svg()
    assert svg.get("role") == "img"
    assert svg.find("title").text == svg.get("aria-label") == PORTRAIT.sentence


def test_words_keep_apart() -> None:
    """Two markers at nearly one place do not overlap."""
    first, second = _classed(_svg(), "word")[:2]
    assert abs(float(first.get("y", 0)) - float(second.get("y", 0))) >= 14


def test_a_long_name_is_shortened() -> None:
    """A heading has at most the room of its column, a phase without room has its number."""
    svg = _svg()
    heading = _classed(svg, "heading")[1].text or ""
    ticks = [part.text for part in _classed(svg, "tick")]
    assert heading.endswith("…")
    assert len(heading) < 60
    assert {"1", "ejection"} <= set(ticks)
    assert "atrial contraction" not in ticks


@pytest.mark.parametrize(
    ("most", "shown"),
    [
        (60, "A beta blocker 50 % from 08:00 on 21 Mar 2025"),
        (40, "A beta blocker 50 % …"),
        (14, "A beta …"),
    ],
)
def test_a_plan_loses_its_time_before_its_act(most: int, shown: str) -> None:
    """A heading without room is cut at a word, and the time of a plan goes first."""
    assert _cut("A beta blocker 50 % from 08:00 on 21 Mar 2025", most) == shown


def test_thin_lines_lie_behind() -> None:
    """Draws are painted before the strong lines, and a second plan on the same axes is dashed."""
    curves = [part.get("class", "").split() for part in _classed(_svg(), "curve")[:3]]
    assert [names[1] for names in curves] == ["draw", "main", "main"]
    assert curves[2][-2:] == ["plan-1", "mixed"]


def test_a_line_keeps_its_shape_with_fewer_points() -> None:
    """A straight stretch of a hundred points is drawn with two, a corner stays."""
    x, y = Scale(0.0, 1.0, 0.0, 100.0), Scale(0.0, 1.0, 100.0, 0.0)
    corner = Curve("corner", X, tuple(min(2 * v, 1.0) for v in X))
    assert line_path(corner, x, y) == "M0.0 100.0L50.0 0.0L100.0 0.0"


def test_rows_are_level_where_one_column_has_no_phases() -> None:
    """The first plots of two columns begin at one height."""
    bare = replace(PANEL, phases=())
    columns = (PORTRAIT.columns[0], Column("no phases", (bare, bare), 1))
    svg = ET.fromstring(draw_portrait(replace(PORTRAIT, columns=columns), WIDE))
    zeros = [float(p.get("y1", 0)) for p in _classed(svg, "base") if p.get("y1") == p.get("y2")]
    assert zeros[0] == zeros[2]
