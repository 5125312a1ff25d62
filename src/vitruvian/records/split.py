"""A table that holds several people, parted into one table for each."""

import csv
import io

from vitruvian.core.errors import FormatError
from vitruvian.records.formats.mapping import PEOPLE
from vitruvian.records.formats.text import decoded, opened, separator


def split_people(data: bytes, column: str | None = None) -> dict[str, bytes]:
    """The table of each person, by what stands in the column (None: the usual one), sorted.

    The column is left out of the parts; packed ones are unpacked. For back-tests over many people: an import
    into someone's record reads the original with the hint `select` instead, so that lines can be traced.

    Raises FormatError when there is no such column.
    """
    text = decoded(opened(data))
    mark = separator(text[: text.find("\n")])
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    header = [name.strip() for name in next(reader, [])]
    name = column or next((word for word in header if word.lower() in PEOPLE), "")
    if name not in header:
        raise FormatError(f"no column {name or 'of people'} to part the table by; the header is {header}")
    place = header.index(name)
    parts: dict[str, list[list[str]]] = {}
    for cells in reader:
        if len(cells) > place:
            parts.setdefault(cells[place].strip(), []).append(cells)
    return {who: _table([header, *lines], place, mark) for who, lines in sorted(parts.items())}


def _table(lines: list[list[str]], place: int, mark: str) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=mark, lineterminator="\n").writerows(
        cells[:place] + cells[place + 1 :] for cells in lines
    )
    return out.getvalue().encode()
