"""Schemes of parts and flows as SVG."""

import xml.etree.ElementTree as ET

import pytest

from vitruvian.engine.portrait import Link, Node, Scheme
from vitruvian.twin.figures import NARROW, WIDE
from vitruvian.twin.markup import join
from vitruvian.twin.schemes import draw_scheme, values_words

SCHEME = Scheme(
    "The loop", "Two sides of a heart.", "pressure", "mm[Hg]",
    (
        Node("ra", "right atrium", 0.0, 0.0, (4.18, 4.4)), Node("sv", "veins", 0.0, 1.0, (5.5, 5.6)),
        Node("la", "left atrium", 1.0, 0.0, (10.6, 12.0)),
        Node("lv", "left ventricle", 1.0, 0.5, (17.0, 18.0)),
        Node("sa", "arteries", 1.0, 1.0, (91.2, 95.0)),
    ),
    (
        Link("la", "lv", "mitral valve", (5.54, 5.1), "L/min"),
        Link("lv", "la", "mitral leak", (62.3, 4.0), "mL a beat", "leak"),
        Link("sa", "sv", "body", (5.5, 5.1), "L/min"),
        Link("sv", "ra", "", (5.5, 5.1), "L/min"),
        Link("ra", "sa", "ECMO", (None, 3.9), "L/min", "device"),
    ),
    ("as planned", "a pump"),
)  # fmt: skip


def _svg(width: int = WIDE) -> ET.Element:
    return ET.fromstring(draw_scheme(SCHEME, width))


def _words(svg: ET.Element) -> list[str]:
    return ["".join(part.itertext()) for part in svg.iter() if part.tag == "text"]


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_everything_lies_inside(width: int) -> None:
    """Five boxes, an arrow for each link, and nothing outside the drawing."""
    svg = _svg(width)
    height = float(svg.get("height", 0))
    classes = [part.get("class", "").split() for part in svg.iter()]
    assert sum("part" in names for names in classes) == 5
    assert sum("head" in names for names in classes) == 5
    for part in svg.iter():
        for key, limit in (("x", width), ("x2", width), ("y", height), ("y2", height)):
            assert 0 <= float(part.get(key, 0)) <= limit


def test_boxes_do_not_overlap() -> None:
    """On a phone the two sides stay apart, and boxes of a side too."""
    boxes = [part for part in _svg(NARROW).iter() if part.get("class") == "part"]
    left = [[float(box.get(key, 0)) for key in ("x", "y", "width", "height")] for box in boxes]
    for i, (x, y, wide, high) in enumerate(left):
        for a, b, _, _ in left[i + 1 :]:
            assert abs(a - x) >= wide or abs(b - y) >= high


def test_values_are_said_under_each_plan() -> None:
    """A box has its pressure, a flow its name, a leak its volume."""
    words = _words(_svg())
    assert "A 4.2 B 4.4 mmHg" in words
    assert "A 5.5 B 5.1 L/min" in words
    assert "mitral leak A 62 B 4 mL a beat" in words


def test_what_crosses_is_explained_by_its_number() -> None:
    """A pump from one side to the other has a number, and a line with what it carries; no pump is a dash."""
    words = _words(_svg())
    assert "1" in words
    assert "1 ECMO, right atrium to arteries: A — B 3.9 L/min" in words


def test_one_plan_needs_no_letter() -> None:
    """A single value stands with its unit."""
    assert join(values_words((91.23,), "mm[Hg]")) == "91 mmHg"
