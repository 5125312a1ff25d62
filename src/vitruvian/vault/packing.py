"""Rows as one compressed body and back: columns one after the other, times as differences."""

import json
import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vitruvian.core.errors import StoreError
from vitruvian.records.labels import Labels
from vitruvian.records.row import NUMBERS, WORDS, Rows

VERSION = 1
_LEVEL = 3


def pack(rows: Rows) -> bytes:
    """The body that holds these rows, in this order. The same rows give the same bytes."""
    parts: list[bytes] = []
    for name, dtype in NUMBERS.items():
        column = np.asarray(getattr(rows, name), dtype)
        parts.append(_differences(column).tobytes() if dtype == "<i8" else column.tobytes())
    words = {}
    for name in WORDS:
        column = getattr(rows, name)
        words[name] = list(column.words)
        parts.append(column.codes.astype(_width(len(column.words))).tobytes())
    head = json.dumps({"version": VERSION, "rows": len(rows), "words": words}, sort_keys=True).encode()
    return zlib.compress(len(head).to_bytes(4, "little") + head + b"".join(parts), _LEVEL)


def unpack(body: bytes) -> Rows:
    """The rows of a body. Raises StoreError when it is damaged or of a later version."""
    try:
        plain = zlib.decompress(body)
        end = 4 + int.from_bytes(plain[:4], "little")
        head = json.loads(plain[4:end])
    except (zlib.error, ValueError) as trouble:
        raise StoreError(f"a body of rows is damaged ({trouble}): restore it from a backup") from trouble
    if head["version"] != VERSION:
        raise StoreError(
            f"rows are packed as version {head['version']}, this program knows {VERSION}: update it"
        )
    columns: dict[str, Any] = {}
    for name, dtype in NUMBERS.items():
        column, end = _column(plain, end, head["rows"], dtype)
        columns[name] = np.cumsum(column) if dtype == "<i8" else column
    for name in WORDS:
        codes, end = _column(plain, end, head["rows"], _width(len(head["words"][name])))
        columns[name] = Labels(codes.astype(np.int32), tuple(head["words"][name]))
    return Rows(**columns)


def _differences(column: NDArray[Any]) -> NDArray[Any]:
    """Whole numbers as steps; they wrap around and come back the same."""
    return np.diff(column, prepend=column.dtype.type(0))


def _width(words: int) -> str:
    return "|u1" if words <= 0x100 else "<u2" if words <= 0x10000 else "<i4"


def _column(plain: bytes, start: int, rows: int, dtype: str) -> tuple[NDArray[Any], int]:
    end = start + rows * np.dtype(dtype).itemsize
    return np.frombuffer(plain[start:end], dtype), end
