"""Congestion risk from what a person reads at home: weight, cuff and pulse, day by day.

A local linear trend of stressed volume, with an ordinary fluctuation that fades, is followed by a Kalman
filter. What a litre does to the cuff and to the wedge pressure are the slopes of this person's twin, by the
implicit derivative of its periodic beat. What a litre weighs follows from how retained fluid divides: plasma
is a quarter of the extracellular fluid, and in untreated heart failure both grow by the same third (plasma
+34 %, extracellular +33 %: Anand 1989, doi:10.1161/01.CIR.80.2.299, abstract read), so a quarter of what is
retained stays in the vessels; all of that is taken as stressed volume (verified=False). Slow changes only: a
shift of blood from the splanchnic veins, without weight, is seen by the cuff alone. Not validated on people.
"""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from scipy.special import ndtr

from vitruvian.organs.circulation.deck import Deck
from vitruvian.organs.circulation.find_deck import readings_of
from vitruvian.organs.circulation.observation import LITRE_SHARE

Array = Any
SHARE = LITRE_SHARE
"""Of a retained litre, what stays in the circulation as stressed volume."""
RISE = 5.0
"""mmHg of wedge pressure that count as congestion."""
AHEAD, FLAG = 7, 0.3
"""A flag is raised where the risk within AHEAD days reaches FLAG. On 400 simulated months of a seed that
nothing was set on it stood on 0.6 days in 100 without retention, raised 0.35 times (`congestion_trial`)."""
WEIGHT_SD, CUFF_SD, PULSE_SD = 0.7, 5.0, 1.0
"""kg, mmHg, 1/min of one reading."""
STEPS = 429
"""Of a beat: 2 ms at 70 a minute."""
_TREND, _SLOPE, _WAVE, _WEIGHT, _SBP, _DBP = range(6)


class Slopes(NamedTuple):
    """What a twin says of small changes: mmHg per mL of stressed volume, per unit log r, per beat/min."""

    sbp: Array
    dbp: Array
    pcwp: Array
    sbp_r: Array
    dbp_r: Array
    sbp_hr: Array
    dbp_hr: Array


class Ordinary(NamedTuple):
    """What changes from day to day in someone who is well; SDs, found on no person (verified=False).

    volume      mL that come and go, and the days by which they do (memory)
    resistance  its logarithm
    slope       daily step of the trend's slope, mL/day; it also says how soon a new trend is believed
    """

    volume: float = 30.0
    memory: float = 2.0
    resistance: float = 0.04
    slope: float = 6.0


ORDINARY = Ordinary()


class Day(NamedTuple):
    """Readings of a morning; NaN where none was taken. kg, mmHg, mmHg, 1/min."""

    weight: Array
    sbp: Array
    dbp: Array
    hr: Array


class Usual(NamedTuple):
    """What the twin expects at rest, without retention; kg, mmHg, mmHg, 1/min."""

    weight: Array
    sbp: Array
    dbp: Array
    hr: Array


class Belief(NamedTuple):
    """Mean (6,) and covariance (6, 6): mL gained, mL/day, passing mL, offsets in kg, mmHg, mmHg."""

    mean: Array
    cov: Array


@partial(jax.jit, static_argnames=("steps",))
def slopes(deck: Deck, steps: int = STEPS) -> Slopes:
    """Slopes of a twin's readings, or of an ensemble's along the trailing axis."""

    def read(volume: Array, log_r: Array, hr: Array) -> tuple[Array, Array, Array]:
        found = readings_of(deck._replace(volume=volume, r_sys=jnp.exp(log_r), hr=hr), steps)
        return found.sbp, found.dbp, found.pcwp

    at = [jnp.asarray(v, dtype=float) for v in (deck.volume, jnp.log(deck.r_sys), deck.hr)]
    one = [jnp.ones_like(v) for v in at]
    zero = [jnp.zeros_like(v) for v in at]
    by = [jax.jvp(read, at, [one[j] if i == j else zero[j] for j in range(3)])[1] for i in range(3)]
    return Slopes(*by[0], *by[1][:2], *by[2][:2])


def first_belief(ordinary: Ordinary = ORDINARY) -> Belief:
    """Before any reading: nothing retained, and the twin's own rest uncertain by 2 kg and 6 mmHg."""
    spread = [1.0, 1.0, ordinary.volume, 2.0, 6.0, 6.0]
    return Belief(np.zeros(6), np.diag(np.square(spread)))


def next_day(belief: Belief, ordinary: Ordinary = ORDINARY) -> Belief:
    """A day later, before its readings."""
    keep = np.exp(-1.0 / ordinary.memory)
    move = np.eye(6)
    move[_TREND, _SLOPE], move[_WAVE, _WAVE] = 1.0, keep
    grown = np.zeros(6)
    grown[_SLOPE] = ordinary.slope**2
    grown[_WAVE] = ordinary.volume**2 * (1.0 - keep**2)
    return Belief(move @ belief.mean, move @ belief.cov @ move.T + np.diag(grown))


class Foretold(NamedTuple):
    """Weight, systolic and diastolic pressure expected before they are read: rows of the filter (3, 6), mean
    (3,), and covariance of the readings' own errors (3, 3)."""

    rows: Array
    mean: Array
    noise: Array

    def sd(self, belief: Belief) -> Array:
        """SD of each reading about its mean (3,)."""
        return np.sqrt(np.diag(self.rows @ belief.cov @ self.rows.T + self.noise))


def foretold(
    belief: Belief, hr: Array, usual: Usual, twin: Slopes, ordinary: Ordinary = ORDINARY
) -> Foretold:
    """What a morning's scale and cuff will read, when the pulse is `hr` (NaN: as usual)."""
    kilogram = 1e-3 / SHARE
    rows = np.zeros((3, 6))
    for row, slope, own in zip(rows, (kilogram, twin.sbp, twin.dbp), (_WEIGHT, _SBP, _DBP), strict=True):
        row[[_TREND, _WAVE]], row[own] = slope, 1.0
    faster = hr - usual.hr if np.isfinite(hr) and np.isfinite(usual.hr) else 0.0
    by_hr = np.array([0.0, twin.sbp_hr, twin.dbp_hr])
    by_r = np.array([0.0, twin.sbp_r, twin.dbp_r])
    mean = np.array([usual.weight, usual.sbp, usual.dbp]) + by_hr * faster + rows @ belief.mean
    noise = np.diag(np.square([WEIGHT_SD, CUFF_SD, CUFF_SD]))
    noise += ordinary.resistance**2 * np.outer(by_r, by_r) + PULSE_SD**2 * np.outer(by_hr, by_hr)
    return Foretold(rows, mean, noise)


def reading(belief: Belief, day: Day, usual: Usual, twin: Slopes, ordinary: Ordinary = ORDINARY) -> Belief:
    """The belief after a morning's readings; what was not read (NaN) says nothing."""
    rows, mean, noise = foretold(belief, day.hr, usual, twin, ordinary)
    gap = np.array([day.weight, day.sbp, day.dbp]) - mean
    there = np.isfinite(gap)
    rows, gap, noise = rows[there], gap[there], noise[np.ix_(there, there)]
    if not there.any():
        return belief
    shared = belief.cov @ rows.T
    gain = np.linalg.solve(rows @ shared + noise, shared.T).T
    cov = belief.cov - gain @ shared.T
    return Belief(belief.mean + gain @ gap, 0.5 * (cov + cov.T))


def gained(belief: Belief) -> tuple[float, float, float]:
    """Stressed volume gained by the trend, mL, its SD, and the gain now, mL a day."""
    return float(belief.mean[_TREND]), float(np.sqrt(belief.cov[_TREND, _TREND])), float(belief.mean[_SLOPE])


def risk(belief: Belief, twin: Slopes, days: int = AHEAD, rise: float = RISE) -> float:
    """Probability that the wedge pressure will be up by `rise` mmHg on the likeliest of the next `days`.

    The trend alone counts, as its slope now goes on; a lower bound of the probability within those days.
    """
    ahead = np.arange(days + 1)
    middle = belief.mean[_TREND] + ahead * belief.mean[_SLOPE]
    cov = belief.cov
    variance = cov[_TREND, _TREND] + 2.0 * ahead * cov[_TREND, _SLOPE] + ahead**2 * cov[_SLOPE, _SLOPE]
    needed = rise / float(twin.pcwp)
    return float(np.max(ndtr((middle - needed) / np.sqrt(variance))))


def follow(days: Day, usual: Usual, twin: Slopes, ordinary: Ordinary = ORDINARY, ahead: int = AHEAD) -> Array:
    """Risk after each morning of `days` (D,) readings, (D,); at FLAG and above a flag is raised."""
    belief, found = first_belief(ordinary), []
    for day in zip(*days, strict=True):
        belief = reading(next_day(belief, ordinary), Day(*day), usual, twin, ordinary)
        found.append(risk(belief, twin, ahead))
    return np.array(found)
