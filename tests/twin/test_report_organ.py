"""The report's section of an organ's figures."""

import xml.etree.ElementTree as ET
from typing import Any

import pytest

from vitruvian.engine.portrait import (
    Column,
    Curve,
    Gallery,
    Link,
    Node,
    Panel,
    Portrait,
    Scheme,
    gallery_json,
)
from vitruvian.twin.report import report_html
from vitruvian.twin.report_organ import MOST_POINTS, organ_section

LINE = Curve("left ventricle", tuple(k / 100 for k in range(101)), tuple(float(k) for k in range(101)), 0)
THIN = Curve("one of several", LINE.x, LINE.y, 0, "draw")
PANEL = Panel("time", "s", "pressure", "mm[Hg]", (LINE, THIN), (0.0, 1.0), (0.0, 120.0))
NOTE = "A model's beat <not measured>."
BEAT = Portrait("One beat", "A rising line.", (Column("as planned", (PANEL,), 0),), ("as planned",), (NOTE,))
LOOP = Scheme(
    "The loop", "Two parts.", "pressure", "mm[Hg]",
    (Node("a", "aorta", 1.0, 0.0, (95.0,)), Node("b", "arteries", 1.0, 1.0, (91.0,))),
    (Link("a", "b", "", (5.2,), "L/min"),), ("as planned",), ("Boxes are pressures.", NOTE),
)  # fmt: skip


@pytest.fixture
def answer() -> dict[str, Any]:
    """An answer that holds figures only."""
    return {"portraits": gallery_json(Gallery("How the heart beats", (BEAT, LOOP)))}


def _section(answer: dict[str, Any]) -> ET.Element:
    made = organ_section(answer)
    assert made is not None
    return ET.fromstring(made)


def test_an_organ_without_figures_has_no_section() -> None:
    """Nothing is drawn of an organ that draws nothing of itself."""
    assert organ_section({"portraits": None}) is None
    assert organ_section({}) is None


def test_each_figure_is_drawn_twice(answer: dict[str, Any]) -> None:
    """Once for a wide page and once for a phone, under one title."""
    section = _section(answer)
    assert section.find("h2").text == "How the heart beats"
    assert [part.get("class") for part in section.iter("div") if part.find("svg") is not None] == [
        "wide", "narrow", "wide", "narrow",
    ]  # fmt: skip


def test_the_numbers_are_behind_the_curves(answer: dict[str, Any]) -> None:
    """A folded table holds the strong line at every third point, and says so; thin lines are not in it."""
    table = _section(answer).findall(".//details")[0]
    rows = table.findall(".//tbody/tr")
    text = "".join(table.itertext())
    assert len(rows) == 34 <= MOST_POINTS
    assert "every 3rd of 101 points" in text
    assert "one of several" not in text


def test_parts_and_flows_are_behind_the_scheme(answer: dict[str, Any]) -> None:
    """An unnamed flow is told by its ends."""
    text = "".join(_section(answer).findall(".//details")[1].itertext())
    assert "aorta to arteries5.2L/min" in text


def test_what_all_figures_say_is_said_once(answer: dict[str, Any]) -> None:
    """The note of both figures stands at the end, escaped, and not under each."""
    section = _section(answer)
    assert "".join(section.itertext()).count(NOTE) == 1
    assert [caption.text for caption in section.iter("figcaption")] == ["Boxes are pressures."]


def test_the_report_has_the_section_after_the_forecast(answer: dict[str, Any]) -> None:
    """On the page it follows the forecast."""
    page = report_html(answer)
    assert page.index(">Forecast<") < page.index("How the heart beats") < page.index("How far to trust it")


def test_what_must_be_known_first_stands_before_the_figures(answer: dict[str, Any]) -> None:
    """A composed heart is called one."""
    text = "".join(_section(answer | {"portraits_about": "Composed, not measured."}).itertext())
    assert text.index("Composed, not measured.") < text.index("Show data")
