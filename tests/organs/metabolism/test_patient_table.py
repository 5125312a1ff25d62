"""Reading a table of virtual people."""

import numpy as np
import pytest

from vitruvian.core.errors import FormatError
from vitruvian.organs.metabolism.check_uva_padova import TABLE
from vitruvian.organs.metabolism.patient_table import read_table
from vitruvian.organs.metabolism.uva_padova import at_basal


def test_thirty_people_are_read(shared):
    """Names, parameters and states of all rows arrive."""
    table = read_table(shared / TABLE)
    assert len(table.names) == 30
    assert table.names[10] == "adult#001"
    assert table.people.weight.shape == table.start.sensor.shape == (30,)


def test_states_of_the_table_are_our_steady_states(shared):
    """The tabled initial state is what the equations give for the tabled parameters."""
    table = read_table(shared / TABLE)
    for ours, theirs in zip(at_basal(table.people), table.start, strict=True):
        assert np.allclose(ours, theirs, rtol=1e-9, atol=1e-9)


def test_another_table_is_refused(tmp_path):
    """A file without the columns is named and refused."""
    path = tmp_path / "people.csv"
    path.write_text("Name,BW\nx,70\n")
    with pytest.raises(FormatError, match=r"people\.csv has no column 'Gb'"):
        read_table(path)


def test_an_empty_table_is_refused(tmp_path):
    """A file without rows is refused."""
    path = tmp_path / "people.csv"
    path.write_text("Name,BW\n")
    with pytest.raises(FormatError, match="no rows"):
        read_table(path)
