import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vitruvian.core.errors import RecordError
from vitruvian.records.conservation import accounts
from vitruvian.records.reading import Reading
from vitruvian.records.row import Rows
from vitruvian.records.timeline import Timeline

CELL = st.sampled_from(["100", "101.5", "nan", "-5", "1e9", "Low", "", "7 mg"])
STAMP = st.sampled_from(
    ["2024-01-01 00:00", "2024-01-01 00:05", "2024-01-01T00:00Z", "yesterday", "", "2099-01-01"]
)


@given(st.lists(st.tuples(STAMP, CELL, CELL), min_size=1, max_size=30))
@settings(max_examples=60)
def test_every_filled_cell_is_visible_hidden_or_waiting(batch, lines):
    """Whatever the table holds, records read = visible + hidden + quarantined, in all and for each signal."""
    text = "time,glucose_interstitial [mg/dL],weight [kg]\n" + "".join(
        ",".join(line) + "\n" for line in lines
    )
    filled = sum(bool(cell) for _, *cells in lines for cell in cells)
    if not filled:
        return
    (account,), _ = accounts(batch(text).readings, Timeline(Rows.none()))
    assert account.read == filled == account.visible + account.hidden + account.quarantined
    assert all(read == sum(rest) for read, *rest in account.by_signal.values())


def test_second_import_of_a_file_is_hidden(batch):
    """Rows that the record holds already are counted as hidden."""
    text = "time,glucose_mgdl\n2024-01-01 00:00,100\n2024-01-01 00:05,101\n"
    _, before = accounts(batch(text).readings, Timeline(Rows.none()))
    (account,), after = accounts(batch(text).readings, before)
    assert (account.read, account.visible, account.hidden) == (2, 0, 2)
    assert len(after) == 2


def test_lost_record_stops_the_import():
    """When the counts do not add up, nothing is imported."""
    reading = Reading("file.csv", "table", "f", 1, {"carbs": 1}, Rows.none(), (), {})
    with pytest.raises(RecordError, match="lost or made up"):
        accounts((reading,), Timeline(Rows.none()))
