"""The text of a file that may be packed, marked with a byte order, or written in an older encoding."""

import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from vitruvian.core.errors import FormatError

GZIP = b"\x1f\x8b"
LARGEST = 512 * 2**20
"""A packed file may grow to this many bytes, no more."""


def opened(data: bytes) -> bytes:
    """The bytes, unpacked when they are gzip.

    Raises FormatError when the packing is damaged or holds more than LARGEST bytes.
    """
    if not data.startswith(GZIP):
        return data
    try:
        with gzip.open(io.BytesIO(data)) as packed:
            plain = packed.read(LARGEST + 1)
    except (OSError, EOFError, zlib.error) as trouble:
        raise FormatError(f"the gzip packing is damaged ({trouble}): bring the file again") from trouble
    if len(plain) > LARGEST:
        raise FormatError(f"the file unpacks to more than {LARGEST >> 20} MiB: unpack and split it first")
    return plain


def decoded(data: bytes) -> str:
    """The text: by byte order mark, else UTF-8, else Latin-1."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def is_charset_guessed(data: bytes) -> bool:
    """Whether `decoded` must fall back to Latin-1."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return True
    return False


def head_lines(head: bytes, count: int = 1) -> list[str]:
    """The first lines of a file's head; none when it is not text."""
    return (
        []
        if b"\0" in head[:4096] and head[:2] not in (b"\xff\xfe", b"\xfe\xff")
        else decoded_head(head)[:count]
    )


def decoded_head(head: bytes) -> list[str]:
    """The lines of a head that may end inside a letter."""
    return decoded(head[: head.rfind(b"\n") + 1] or head).splitlines()


def separator(line: str) -> str:
    """What stands between the cells of this header line: the most frequent of comma, semicolon and tab."""
    return max(",;\t", key=line.count)


def table_rows(stream: BinaryIO, delimiter: str = "") -> Iterator[tuple[int, list[str]]]:
    """The lines of a table with their numbers (the header is line 1), empty ones left out.

    Raises FormatError where a cell is longer than any value can be, or a quote swallows the rest of the file.
    """
    text = decoded(stream.read())
    first = text[: text.find("\n") if "\n" in text else len(text)]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter or separator(first))
    cells = [""]
    try:
        for cells in reader:
            if any(cells):
                yield reader.line_num, cells
    except csv.Error as trouble:
        where = f"line {reader.line_num}"
        raise FormatError(f"{where} is no line of a table ({trouble}): correct it") from trouble
    if cells and "\n" in cells[-1] and text.count('"') % 2:
        raise FormatError(f"the quote before {cells[-1][:40]!r} is never closed: correct it")
