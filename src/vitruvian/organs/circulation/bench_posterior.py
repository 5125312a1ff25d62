"""A visit's eight numbers turned into a posterior, as a piece of work."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from vitruvian.engine.calibrate import calibrate
from vitruvian.engine.work import Work
from vitruvian.organs.circulation.model import Heart
from vitruvian.organs.circulation.statistics import VISIT, visit

Array = Any


def posterior(data: Path | None = None) -> Work:
    """A virtual person's cuff, pulse and echo; run() gives the weights of the draws. It needs no data.

    details: effective draws, by weight and of the worst parameter.
    """
    model = Heart()
    problem = visit(model, 0)[1]

    def run() -> Array:
        return np.asarray(calibrate(model, problem, 0, VISIT).weight)

    def details() -> dict[str, Any]:
        found = calibrate(model, problem, 0, VISIT)
        return {"ess": found.ess, "ess_worst": found.ess_worst}

    return Work(run, 1, "person", details)


BENCHES: dict[str, tuple[str, Callable[[Path | None], Work]]] = {
    "circulation-posterior": ("the posterior of one heart from a visit's eight numbers", posterior),
}
"""Name -> one line of help, and what prepares the work from the data folder."""
