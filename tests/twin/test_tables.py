"""Tables of the report."""

from vitruvian.core.time import MINUTE
from vitruvian.twin.picture import Picture, Points
from vitruvian.twin.tables import MOST_ROWS, show_data, table


def test_a_table_names_its_rows_and_columns() -> None:
    """The first column is a row's header; each cell knows its column's name for a phone."""
    drawn = table("what", ("a", "b"), [("x", "<1>")], numeric=(1,))
    assert "<caption>what</caption>" in drawn
    assert '<th scope="row">x</th><td class="n" data-name="b">&lt;1&gt;</td>' in drawn


def test_the_data_behind_a_chart_are_limited_and_say_so() -> None:
    """The first 200 rows are shown, and how many there are."""
    past = Points(tuple(k * MINUTE for k in range(300)), (100.0,) * 300)
    drawn = show_data(Picture("Glucose", "mg/dL", None, 0, past, (), (), Points(), None))
    assert drawn.startswith("<details><summary>Show data</summary>")
    assert f"first {MOST_ROWS} of 300 rows" in drawn
    assert drawn.count('<th scope="row">') == MOST_ROWS
