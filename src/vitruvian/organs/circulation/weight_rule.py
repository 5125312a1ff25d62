"""The scale alone as a second opinion on congestion: the rule that guidelines give to patients.

More than 2 kg up in 3 days is what people with heart failure are told to report (ESC 2021,
doi:10.1093/eurheartj/ehab368), and 5 lb in a week what others are (2.3 kg). In the week before an admission
with heart failure weight had risen more than in controls: over 2 lb with an odds ratio of 2.8, over 5 lb 4.5
and over 10 lb 7.7 (Chaudhry 2007, doi:10.1161/CIRCULATIONAHA.107.690768). From abstracts and memory:
verified=False. The rule is no probability, knows no heart and cannot be talked down by a steady cuff.

Single weights differ by 0.7 kg, so means of three mornings are compared. What was raised stands until half
of the limit has gone again, for HOLDS days at most.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

Array = np.ndarray
LIMITS = ((3, 2.0), (7, 2.3))
"""Days apart, and kg between them above which the rule is broken."""
SMOOTH, FEWEST = 3, 2
"""Mornings in a mean, and with a weight among them at least."""
HOLDS = 14
NAME = "weight rule of guidelines (over 2 kg in 3 days or 2.3 kg in a week; ESC 2021)"


@dataclass(frozen=True, slots=True)
class Ruled:
    """What the rule says of each morning, (D,) each.

    broken  whether the rule stands broken
    gain    kg over the mean from which it was broken, NaN where it is not
    """

    broken: Array
    gain: Array


def ruled(weight: Array) -> Ruled:
    """The rule on mornings' weights (D,), kg, NaN where none was read; each rests on what came before it."""
    smooth = smoothed(weight)
    broken, gain = np.zeros(len(smooth), bool), np.full(len(smooth), np.nan)
    base, until, least = np.nan, -1, 0.0
    for k, now in enumerate(smooth):
        found = _broken_from(smooth, k)
        if found is not None:
            base, least = (base if k <= until else found[0]), 0.5 * found[1]
            until = k + HOLDS
        over = now - base
        if k <= until and not over < least:
            broken[k], gain[k] = True, over
        elif over < least:
            until = -1
    return Ruled(broken, gain)


def smoothed(weight: Array) -> Array:
    """Means of each morning and the two before it (D,), NaN with fewer than FEWEST weights."""
    weight = np.asarray(weight, dtype=float)
    out = np.full(len(weight), np.nan)
    for k in range(SMOOTH - 1, len(weight)):
        part = weight[k - SMOOTH + 1 : k + 1]
        if np.isfinite(part).sum() >= FEWEST:
            out[k] = np.nanmean(part)
    return out


def _broken_from(smooth: Array, k: int) -> tuple[float, float] | None:
    """The earlier mean over which morning k is too high, with the limit; None where it is not."""
    for days, limit in LIMITS:
        if k >= days and smooth[k] - smooth[k - days] > limit:
            return float(smooth[k - days]), limit
    return None
