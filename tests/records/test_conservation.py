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


def test_equal_rows_of_another_file_are_not_new(batch):
    """Rows that stand in the record are hidden whatever file brings them, in either order of the files."""
    first = "time,weight [kg]\n2024-01-01 07:00,80\n"
    second = first + "2024-01-02 07:00,81\n"
    for one, two, new in ((first, second, 1), (second, first, 0)):
        _, before = accounts(batch(one).readings, Timeline(Rows.none()))
        (account,), _ = accounts(batch(two).readings, before)
        assert account.visible == new


def test_a_file_read_again_under_its_second_zone_is_not_new(batch):
    """After a file was read again with its zone, reading it so once more brings nothing."""
    text = "time,weight [kg]\n2024-01-01 07:00,80\n"
    timeline, new = Timeline(Rows.none()), []
    for k, zone in enumerate((None, "Europe/Zurich", "Europe/Zurich")):
        readings = batch(text, zone=zone, now=1_780_000_000_000_000 + k).readings
        (account,), timeline = accounts(readings, timeline)
        new.append(account.visible)
    assert new == [1, 1, 0]


def test_one_fault_of_a_line_is_said_once_with_its_signals(batch):
    """A bad time stops every cell of its line: one sentence names them all, and all are counted."""
    text = "time,bp_systolic [mmHg],bp_diastolic [mmHg]\n3/4/2024,120,80\n2024-01-01 07:00,120,80\n"
    (account,), _ = accounts(batch(text).readings, Timeline(Rows.none()))
    (said,) = account.waiting
    assert said.startswith("line 2: time '3/4/2024'")
    assert said.endswith("(bp_systolic, bp_diastolic)")
    assert (account.quarantined, account.untold) == (2, 0)
