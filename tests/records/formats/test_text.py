import gzip
from io import BytesIO

import pytest

from vitruvian.core.errors import FormatError
from vitruvian.records.formats import text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_text_is_read_in_four_encodings(encoding):
    """The mark at the start decides, else UTF-8, else Latin-1."""
    assert text.decoded("Müsli 40 g".encode(encoding)) == "Müsli 40 g"


def test_guess_of_the_encoding_is_known():
    """Only the fall-back to Latin-1 is a guess."""
    assert text.is_charset_guessed("Müsli".encode("latin-1"))
    assert not text.is_charset_guessed("Müsli".encode())


def test_binary_has_no_lines():
    """A picture is no text."""
    assert text.head_lines(b"\x89PNG\x00\x00") == []


def test_packed_file_may_not_grow_without_limit(monkeypatch):
    """A file that unpacks beyond the limit is refused."""
    monkeypatch.setattr(text, "LARGEST", 1000)
    with pytest.raises(FormatError, match="unpacks to more than"):
        text.opened(gzip.compress(bytes(2000)))


def test_lines_keep_their_numbers_when_empty_ones_are_left_out():
    """A record can be found again in the file."""
    assert list(text.table_rows(BytesIO(b"a;b\n\n1;2\n"))) == [(1, ["a", "b"]), (3, ["1", "2"])]


def test_damage_inside_the_packing_is_told():
    """A flipped byte in gzip is damage of the file, not a fault of ours."""
    packed = bytearray(gzip.compress(bytes(range(256)) * 20))
    packed[30:33] = b"\xff\xff\xff"
    with pytest.raises(FormatError, match="packing is damaged"):
        text.opened(bytes(packed))


@pytest.mark.parametrize("cell", ["1" * 200_000, '"1\n5,6\n'])
def test_cell_that_swallows_the_file_is_refused(cell):
    """An endless cell, or a quote that is never closed, would lose the lines after it."""
    with pytest.raises(FormatError, match=r"no line of a table|never closed"):
        list(text.table_rows(BytesIO(f"a,b\n3,{cell}".encode())))


def test_blank_line_at_the_end_is_no_line():
    """A table that ends in an empty line is read like one that does not."""
    assert [line for line, _ in text.table_rows(BytesIO(b"a,b\n1,2\n\n"))] == [1, 2]
