"""Charts as SVG."""

import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest

from vitruvian.core.time import MINUTE
from vitruvian.twin.figures import NARROW, WIDE, chart, describe, ranges_bar
from vitruvian.twin.picture import Picture, Points, picture


@pytest.fixture
def shown(root: Path) -> Picture:
    """The picture of a made-up answer of two plans."""
    return picture(json.loads((root / "tests" / "twin" / "made_up_answer.json").read_text()))


def _svg(shown: Picture, width: int = WIDE) -> ET.Element:
    drawn = chart(shown, width, 240, describe(shown))
    assert drawn is not None
    return ET.fromstring(drawn)


def _classed(svg: ET.Element, name: str) -> list[ET.Element]:
    return [part for part in svg.iter() if name in part.get("class", "").split()]


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_chart_is_whole(shown: Picture, width: int) -> None:
    """Two fans of two bands, two medians, the now rule, the target and both end labels, at both widths."""
    svg = _svg(shown, width)
    assert [len(_classed(svg, c)) for c in ("band", "median", "now", "target", "end-label")] == [
        4,
        2,
        1,
        1,
        2,
    ]
    assert len(_classed(svg, "happened")) == len(shown.happened.times)


def test_a_chart_speaks(shown: Picture) -> None:
    """It is an image with one sentence as title and label."""
    svg = _svg(shown)
    assert svg.get("role") == "img"
    assert svg.find("title").text == svg.get("aria-label") == describe(shown)
    assert "plan B, insulin bolus 2 U" in describe(shown)
    assert "9 in 10 futures" in describe(shown)


def test_everything_lies_inside(shown: Picture) -> None:
    """No text, dot or mark leaves the drawing."""
    for width in (WIDE, NARROW):
        svg = _svg(shown, width)
        height = float(svg.get("height", 0))
        for part in svg.iter():
            for key, limit in (("x", width), ("cx", width), ("y", height), ("cy", height)):
                assert 0 <= float(part.get(key, 0)) <= limit


def test_end_labels_keep_apart(shown: Picture) -> None:
    """Two medians that end at the same value have labels that do not overlap."""
    first = shown.fans[0]
    twins = replace(shown, fans=(first, replace(first, letter="B")))
    low, high = sorted(float(label.get("y", 0)) for label in _classed(_svg(twins), "end-label"))
    assert high - low >= 14


def test_a_gap_has_no_line(shown: Picture) -> None:
    """A hole of hours cuts the past into two paths."""
    times = tuple(k * 5 * MINUTE for k in (*range(10), *range(60, 70)))
    holed = replace(shown, past=Points(times, (100.0,) * 20), fans=(), happened=Points(), marks=())
    assert len(_classed(_svg(holed), "past")) == 2


def test_nothing_to_draw_is_none(shown: Picture) -> None:
    """Without values there is no chart, rather than an empty one."""
    empty = replace(shown, past=Points(), fans=(), happened=Points())
    assert chart(empty, WIDE, 240, "nothing") is None


def test_ranges_fill_the_bar() -> None:
    """The widths are the shares; what is zero is not drawn."""
    svg = ET.fromstring(ranges_bar([("low", 25.0), ("high", 0.0), ("target-range", 75.0)], 400, "a bar"))
    assert [(r.get("x"), r.get("width")) for r in svg.iter("rect")] == [("0", "99"), ("100", "299")]


def test_now_stands_below_the_name_of_the_axis(shown: Picture) -> None:
    """The two are on rows of their own, wherever now lies."""
    svg = _svg(shown)
    (name,), (label,) = _classed(svg, "axis-name"), _classed(svg, "now-label")
    assert float(label.get("y", 0)) - float(name.get("y", 0)) >= 12


def test_no_two_ticks_show_one_number(shown: Picture) -> None:
    """Between 118.6 and 120 mmHg whole numbers are ticks, halves are not rounded to them."""
    start = shown.past.times[0]
    times = tuple(start + k * 60 * MINUTE for k in range(3))
    flat = replace(
        shown, unit="mm[Hg]", target=None, fans=(), marks=(), happened=Points(),
        past=Points(times, (118.6, 119.5, 120.0)),
    )  # fmt: skip
    shown_ticks = [t.text for t in _classed(_svg(flat), "tick") if t.get("text-anchor") == "end"]
    assert len(shown_ticks) == len(set(shown_ticks))


def test_a_pure_number_has_no_unit_on_its_axis(shown: Picture) -> None:
    """The name of the axis does not end in a comma."""
    (name,) = _classed(_svg(replace(shown, title="Ratio", unit="1", target=None)), "axis-name")
    assert name.text == "Ratio"
