"""Markup."""

from hypothesis import given
from hypothesis import strategies as st

from vitruvian.twin.markup import Markup, join, tag


def test_elements_are_written() -> None:
    """Children in order, attributes quoted, what is None left out."""
    assert tag("p", "a", tag("b", 1), None, class_="x", id=None) == '<p class="x">a<b>1</b></p>'
    assert tag("line", x1=1.04, stroke_width=2) == '<line x1="1" stroke-width="2"/>'
    assert join(["a", [Markup("<i/>"), ("b",)]]) == "a<i/>b"


@given(text=st.text())
def test_text_never_becomes_markup(text: str) -> None:
    """Whatever a record holds, it stays text, in content and in attributes."""
    inside = tag("p", text).removeprefix("<p>").removesuffix("</p>")
    assert "<" not in inside
    assert ">" not in inside
    assert tag("p", title=text).count('"') == 2
