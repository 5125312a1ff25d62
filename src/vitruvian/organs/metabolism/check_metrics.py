"""Glucose metrics against iglu on three published sensor records."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import datetime
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from vitruvian.engine.check import Check, Result, result
from vitruvian.organs.metabolism import metrics

Array = Any
FOLDER = "data/glucose/iglu_t2d"
SUBJECTS = ("subject_1", "subject_2", "subject_3")
TOLERANCE = 1e-6
_SOURCE = "iglu-python 0.4.3, R-compatible, on iglu's example data (doi:10.1371/journal.pone.0248560)"

OURS: dict[str, tuple[str, Callable[[Array, Array], Any]]] = {
    "lbgi": ("1", lambda t, g: metrics.low_index(g)),
    "hbgi": ("1", lambda t, g: metrics.high_index(g)),
    "gmi": ("%", lambda t, g: metrics.gmi(g.mean())),
    "estimated_a1c": ("%", lambda t, g: metrics.estimated_a1c(g.mean())),
    "gri": ("1", lambda t, g: metrics.gri(metrics.ranges(g))),
    "j_index": ("1", lambda t, g: metrics.j_index(g)),
    "mag": ("mg/dL/h", metrics.mag),
    "modd": ("mg/dL", metrics.modd),
    "conga": ("mg/dL", metrics.conga),
    "adrr": ("1", metrics.adrr),
    "sd": ("mg/dL", lambda t, g: g.std(ddof=1)),
    "cv": ("%", lambda t, g: 100.0 * g.std(ddof=1) / g.mean()),
    "below_70": ("%", lambda t, g: metrics.ranges(g).tbr1 + metrics.ranges(g).tbr2),
    "in_70_180": ("%", lambda t, g: metrics.ranges(g).tir),
    "above_250": ("%", lambda t, g: metrics.ranges(g).tar2),
}
"""Unit and function of each metric; readings weigh equally here, as in iglu."""


def read_record(path: Path) -> tuple[Array, Array]:
    """Minutes since the first midnight, and mg/dL, of a file with columns time and glucose_mgdl."""
    with path.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    times = [datetime.fromisoformat(row["time"]) for row in rows]
    midnight = times[0].replace(hour=0, minute=0, second=0)
    minutes = np.array([(at - midnight).total_seconds() / 60.0 for at in times])
    return minutes, np.array([float(row["glucose_mgdl"]) for row in rows])


def reference() -> dict[str, dict[str, float]]:
    """What iglu gives: metric -> subject -> value."""
    text = resources.files(__package__).joinpath("iglu_reference.csv").read_text(encoding="utf-8")
    return {
        row["metric"]: {subject: float(row[subject]) for subject in SUBJECTS}
        for row in csv.DictReader(text.splitlines())
    }


def against_iglu(data: Path) -> list[Result]:
    """Each metric of the person in whom it is furthest from iglu."""
    records = {subject: read_record(data / FOLDER / f"{subject}.csv") for subject in SUBJECTS}
    rows: list[Result] = []
    for name, expected in reference().items():
        unit, measure = OURS[name]
        pairs = [(expected[subject], float(measure(*records[subject]))) for subject in SUBJECTS]
        theirs, ours = max(pairs, key=lambda pair: abs(pair[0] - pair[1]))
        rows.append(result(f"metric {name}", theirs, ours, TOLERANCE, unit, _SOURCE))
    return rows


CHECKS = (Check("metrics against iglu", against_iglu, FOLDER),)
