"""Reading a table of S2008 virtual people in the layout of simglucose.

The table itself is never part of the product: it is test and reference data that lies beside the checkout.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

import numpy as np

from vitruvian.core.errors import FormatError
from vitruvian.organs.metabolism.uva_padova import Body, Virtual

_OTHER_NAMES = {"weight": "BW"}


class Table(NamedTuple):
    """Names, parameters (N,) and initial states (N,) of the rows."""

    names: tuple[str, ...]
    people: Virtual
    start: Body


def read_table(path: Path) -> Table:
    """All rows of a patient table (columns `Name`, parameters by symbol, states `x0_ 1` to `x0_13`).

    Raises FormatError when a column is missing.
    """
    with path.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    if not rows:
        raise FormatError(f"{path.name} has no rows: a table of virtual people was expected")

    def column(name: str) -> np.ndarray:
        if name not in rows[0]:
            raise FormatError(f"{path.name} has no column {name!r}: it is not a table of virtual people")
        return np.array([float(row[name]) for row in rows])

    people = Virtual(*(column(_OTHER_NAMES.get(name, name)) for name in Virtual._fields))
    start = Body(*(column(f"x0_{i:2d}") for i in range(1, 14)))
    return Table(tuple(row["Name"] for row in rows), people, start)
