"""Figures as data."""

import json

import pytest

from vitruvian.engine.portrait import (
    Column,
    Curve,
    Gallery,
    Link,
    Marker,
    Node,
    Panel,
    Phase,
    Portrait,
    Scheme,
    from_json,
    gallery_json,
    gallery_of,
    to_json,
)

LOOP = Curve("left ventricle", (50.0, 120.0, 50.0), (8.0, 9.0, 8.0), plan=0)
PANEL = Panel(
    "volume", "mL", "pressure", "mm[Hg]", (LOOP,), (0.0, 150.0), (0.0, 130.0),
    (Marker(120.0, 9.0, "end of filling", plan=0),), (Phase(50.0, 120.0, "filling", "5"),),
)  # fmt: skip
PORTRAIT = Portrait("Loop", "A loop.", (Column("left", (PANEL,), plan=0),), ("as planned",), ("a note",), 20)
SCHEME = Scheme(
    "Circulation", "Two parts.", "mean pressure", "mm[Hg]",
    (Node("lv", "left ventricle", 1.0, 0.5, (40.0, None)), Node("ao", "aorta", 1.0, 0.8, (90.0, 92.0))),
    (Link("lv", "ao", "aortic valve", (5.0, 5.2), "L/min"),),
    ("as planned", "a new valve"),
)  # fmt: skip


@pytest.mark.parametrize("figure", [PORTRAIT, SCHEME])
def test_a_figure_survives_as_text(figure: Portrait | Scheme) -> None:
    """What is written as JSON text is read as the same figure."""
    assert from_json(json.loads(json.dumps(to_json(figure)))) == figure


def test_a_curve_has_as_many_x_as_y() -> None:
    """A curve with a point too few is refused by its name."""
    with pytest.raises(ValueError, match="aorta"):
        Curve("aorta", (0.0, 1.0), (80.0,))


def test_a_link_needs_both_its_ends() -> None:
    """A link to a part that is not drawn is refused."""
    with pytest.raises(ValueError, match="lungs"):
        Scheme("t", "s", "v", "1", SCHEME.nodes, (Link("lv", "lungs", "hole", (1.0,), "L/min"),))


def test_another_kind_is_refused() -> None:
    """Only portraits and schemes are figures."""
    with pytest.raises(ValueError, match="photograph"):
        from_json({"kind": "photograph"})


def test_a_gallery_survives_as_text() -> None:
    """All figures under their title are read as they were written."""
    gallery = Gallery("How the heart beats", (PORTRAIT, SCHEME))
    assert gallery_of(json.loads(json.dumps(gallery_json(gallery)))) == gallery
