import gzip

import pytest

from vitruvian.core.errors import FormatError
from vitruvian.records.detect import detect
from vitruvian.records.formats import known_formats
from vitruvian.records.hints import Hints

HINTS = Hints(now=0)
TABLE = b"time,glucose_mgdl\n2024-01-01 00:00,100\n"


def test_packed_table_is_known_by_its_content():
    """A gzip file is looked into, whatever it is called."""
    assert detect(gzip.compress(TABLE), "x", HINTS, known_formats()).name == "table"


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n" + bytes(200), b"Dear doctor,\n", b"a,b\n1,2\n", b'{"a": 1}']
)
def test_unknown_file_is_refused_with_what_was_tried(data):
    """A picture, a letter, a table without signals, other JSON: the message lists every format tried."""
    with pytest.raises(FormatError, match=r"no format knows this file .*dexcom-clarity 0%.*nightscout 0%"):
        detect(data, "file", HINTS, known_formats())


def test_two_equally_sure_formats_are_asked_about():
    """Nothing is guessed between two formats."""
    table = next(form for form in known_formats() if form.name == "table")
    with pytest.raises(FormatError, match="could be"):
        detect(TABLE, "file", HINTS, [table, table])


def test_format_can_be_stated():
    """A stated format is taken without looking."""
    assert (
        detect(b"anything", "file", Hints(now=0, format="nightscout"), known_formats()).name == "nightscout"
    )


def test_stated_format_must_exist():
    """A format nobody wrote is refused with those there are."""
    with pytest.raises(FormatError, match="there are dexcom-clarity, nightscout, d1namo, table"):
        detect(TABLE, "file", Hints(now=0, format="excel"), known_formats())
