"""Standard pieces of work of metabolism for `vitruvian bench`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np

from vitruvian.engine.work import Work
from vitruvian.organs.metabolism.check_uva_padova import day_inputs
from vitruvian.organs.metabolism.cohort import basal_rate, draw_cohort
from vitruvian.organs.metabolism.uva_padova import at_basal, simulate_minutes

PEOPLE = 1000
_BASAL_SHARE = 0.45
"""Share of the day's insulin that is basal: the usual starting rule is 40-50 %."""
DTYPE = jnp.float32
"""Single precision is 10 times nearer to simglucose than needed, and twice as fast."""


def uva_day(data: Path | None = None) -> Work:
    """A day of 1,000 virtual adults of our own in one batch: three meals at 5 g/min, boluses by 500/TDI.

    It needs no data. run() gives interstitial glucose at the end of each minute, (1440, 1000) mg/dL, in
    single precision.
    """
    people = draw_cohort("adult", PEOPLE, 0)
    ratio = 500.0 / (24.0 * basal_rate(people) / _BASAL_SHARE)
    carbs, insulin = day_inputs(people, ratio)
    v, start, food, dose = jax.tree.map(
        lambda a: jnp.asarray(a, DTYPE), (people, at_basal(people), carbs, insulin)
    )

    def run() -> np.ndarray:
        return np.asarray(simulate_minutes(v, start, food, dose))

    return Work(run, PEOPLE, "patient-day")


BENCHES: dict[str, tuple[str, Callable[[Path | None], Work]]] = {
    "uva-day": ("a day of 1,000 virtual people with type 1 diabetes, minute by minute", uva_day),
}
"""Name -> one line of help, and what prepares the work from the data folder."""
