import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitruvian.core.errors import StoreError
from vitruvian.records.row import NUMBERS, WORDS, Rows
from vitruvian.vault.packing import pack, unpack

READINGS = st.lists(
    st.tuples(st.integers(-(2**62), 2**62), st.floats(allow_nan=True), st.text(max_size=5)), max_size=20
)


def made(readings: list[tuple[int, float, str]]) -> Rows:
    columns = {name: [0] * len(readings) for name in NUMBERS} | {name: [""] * len(readings) for name in WORDS}
    columns |= {"t0": [t for t, _, _ in readings], "value": [v for _, v, _ in readings]}
    return Rows.of(columns | {"text": [word for _, _, word in readings]})


@given(READINGS)
def test_rows_come_back_bit_by_bit(readings):
    """Every column of packed rows comes back exactly, NaN and the far ends of time too."""
    rows = made(readings)
    again = unpack(pack(rows))
    for name in NUMBERS:
        assert getattr(again, name).tobytes() == getattr(rows, name).tobytes()
    for name in WORDS:
        assert list(getattr(again, name)) == list(getattr(rows, name))


def test_same_rows_give_the_same_bytes():
    """Packing is repeatable, so that bodies can be compared by their root."""
    assert pack(made([(1, 2.0, "a")])) == pack(made([(1, 2.0, "a")]))


def test_a_week_of_glucose_is_small():
    """Two thousand regular readings take less than five bytes each."""
    rows = made([(k * 300_000_000, 100.0 + k % 50, "") for k in range(2000)])
    assert len(pack(rows)) < 5 * 2000


def test_more_words_than_a_byte_can_count():
    """A column of 300 different words comes back."""
    rows = made([(k, 0.0, str(k)) for k in range(300)])
    assert unpack(pack(rows)).text.words == rows.text.words
    assert np.array_equal(unpack(pack(rows)).text.codes, rows.text.codes)


@pytest.mark.parametrize("body", [b"", b"no zlib", zlib.compress(b"\x04\0\0\0abcd")])
def test_damaged_body_is_refused(body):
    """What cannot be unpacked says so."""
    with pytest.raises(StoreError, match="damaged"):
        unpack(body)
