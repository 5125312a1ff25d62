"""What BNP or NT-proBNP says of congestion: a finding with its cut-offs, not a number that is fitted.

BNP follows the stress of the filled wall closely (r² 0.89 in 160 patients) and the filling pressure loosely
(r² 0.30; Iwanaga 2006, J Am Coll Cardiol 47, 742; abstract read, which gives no equation). It also
rises with age, failing kidneys and atrial fibrillation and falls with obesity. From that no likelihood of a
person's wedge pressure can be had that is honest, so the model does not read it: its class is said beside
the risk that home readings give.

Outside an emergency heart failure is unlikely below 125 pg/mL of NT-proBNP or 35 of BNP (ESC 2021,
doi:10.1093/eurheartj/ehab368) and likely from 125, 250 or 500 of NT-proBNP on at ages under 50, 50 to 74, and
from 75 (HFA 2023, doi:10.1002/ejhf.3036; 155,347 tests in English primary care: sensitivity 84 to 89,
specificity 64 to 78 %); for BNP 150 is given (doi:10.3390/diagnostics12040962, table 2), where a rise by more
than half at a later visit is taken to be of clinical relevance. Abstracts and that table were read, not the
guidelines themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

Array = Any
Verdict = Literal["unlikely", "unclear", "likely"]
KINDS = ("nt_probnp", "bnp")
UNLIKELY: Mapping[str, float] = {"nt_probnp": 125.0, "bnp": 35.0}
_LIKELY_BNP = 150.0
_LIKELY_BY_AGE = ((50.0, 125.0), (75.0, 250.0), (1e3, 500.0))
_NAMES = {"nt_probnp": "NT-proBNP", "bnp": "BNP"}
RISEN = 1.5
OLD_AGE = 75.0
"""Of someone whose age is not known the highest limit is taken: a likely one is then likely at any age."""


@dataclass(frozen=True, slots=True)
class Peptide:
    """The newest value of a kind, pg/mL, when it was taken (minutes since the window's start), what it says,
    and by how much it has risen over the value before (1: not; None: there is none)."""

    kind: str
    value: float
    minutes: float
    verdict: Verdict
    risen: float | None
    sentence: str


def peptides(rows: Mapping[str, tuple[Array, Array]], age: float | None) -> tuple[Peptide, ...]:
    """A finding for each of the two kinds that the record holds; they are never mixed."""
    return tuple(_finding(kind, *rows[kind], age) for kind in KINDS if len(rows.get(kind, ((),))[0]))


def verdict(kind: str, value: float, age: float | None) -> Verdict:
    """Whether heart failure is unlikely, unclear or likely at this value, pg/mL."""
    if value < UNLIKELY[kind]:
        return "unlikely"
    return "likely" if value >= likely_from(kind, age) else "unclear"


def likely_from(kind: str, age: float | None) -> float:
    """The value, pg/mL, from which heart failure is likely."""
    if kind == "bnp":
        return _LIKELY_BNP
    years = OLD_AGE if age is None else age
    return next(limit for below, limit in _LIKELY_BY_AGE if years < below)


def _finding(kind: str, times: Array, values: Array, age: float | None) -> Peptide:
    order = np.argsort(np.asarray(times), kind="stable")
    newest = float(values[order[-1]])
    before = float(values[order[-2]]) if len(order) > 1 else None
    found = verdict(kind, newest, age)
    risen = None if before is None or before <= 0.0 else newest / before
    said = f"{_NAMES[kind]} {newest:.0f} pg/mL: heart failure is {found} ({_limits(kind, age)})"
    if risen is not None and risen > RISEN:
        said += f"; it has risen from {before:.0f}, more than by half"
    return Peptide(kind, newest, float(times[order[-1]]), found, risen, said)


def _limits(kind: str, age: float | None) -> str:
    whose = "" if kind == "bnp" else " at any age" if age is None else f" at {age:.0f} years"
    return f"it is unlikely below {UNLIKELY[kind]:.0f} and likely from {likely_from(kind, age):.0f} on{whose}"
