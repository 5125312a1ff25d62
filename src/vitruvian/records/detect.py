"""Which format a file is of, by its content."""

from collections.abc import Sequence

from vitruvian.core.errors import FormatError
from vitruvian.records.formats.format import Format
from vitruvian.records.formats.mapping import asked_back
from vitruvian.records.formats.text import head_lines, opened, separator
from vitruvian.records.hints import Hints

HEAD = 65_536
LEAST = 0.5
"""A format less sure than this is not believed."""
CLEAR = 0.1
"""The best format must be surer than the next by this much."""


def detect(data: bytes, name: str, hints: Hints, formats: Sequence[Format]) -> Format:
    """The format of a file.

    Raises FormatError, naming what was tried, when no format is sure enough or two are equally sure.
    """
    if hints.format is not None:
        return _named(hints.format, formats)
    if hints.mapping is not None:
        return _named("table", formats)
    head = opened(data)[:HEAD]
    sure = sorted(
        ((form.sniff(head, name), form.name, form) for form in formats), key=lambda one: (-one[0], one[1])
    )
    tried = ", ".join(f"{form.name} {confidence:.0%}" for confidence, _, form in sure)
    (best, _, found), (second, _, other) = sure[0], sure[1]
    if best < LEAST:
        what = "binary, no text" if b"\0" in head[:4096] else f"it begins with {_start(head)!r}"
        raise FormatError(
            f"{name}: no format knows this file ({what}). Tried: {tried}. For a table name its columns after "
            f"signals with units, or put a mapping file beside it; else pass the format{_asked(head)}"
        )
    if best - second < CLEAR:
        raise FormatError(f"{name}: could be {found.name} or {other.name} ({tried}): pass the format")
    return found


def _named(wanted: str, formats: Sequence[Format]) -> Format:
    for form in formats:
        if form.name == wanted:
            return form
    raise FormatError(f"no format is called {wanted!r}; there are {', '.join(form.name for form in formats)}")


def _asked(head: bytes) -> str:
    """What the columns of a table may mean, where its first line looks like a header."""
    lines = head_lines(head)
    return asked_back([c.strip().strip('"') for c in lines[0].split(separator(lines[0]))]) if lines else ""


def _start(head: bytes) -> str:
    return head[:60].decode("utf-8", "replace").strip().replace("\n", " ")
