"""Congestion from day to day, from a person's own scale, cuff and pulse: what `vitruvian trend` asks.

The first week says what is usual for this person, and the twin fitted at its end says what a litre retained
does to them (`congestion` has the filter and its sources). From then on each morning is judged by what was
read up to it, by two opinions: the model's chance, which a steady or falling cuff can talk down, and the
scale alone by the rule of guidelines (`weight_rule`). Either raises a flag, which says whose it is; where
only the rule does, the risk is lifted to the threshold. On the hundred months of `congestion_trial` 95 % of
the rises were flagged three days before by either, and 0.59 flags in 100 days were false.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from vitruvian.core.errors import NotEnoughData
from vitruvian.engine.model import physical
from vitruvian.engine.organ import Column, Window
from vitruvian.engine.trend import Course, Trend
from vitruvian.organs.circulation.body import deck_of
from vitruvian.organs.circulation.conflicts import refuse_impossible
from vitruvian.organs.circulation.congestion import (
    AHEAD,
    FLAG,
    RISE,
    SHARE,
    Belief,
    Day,
    Slopes,
    Usual,
    first_belief,
    foretold,
    gained,
    next_day,
    reading,
    risk,
    slopes,
)
from vitruvian.organs.circulation.model import Heart
from vitruvian.organs.circulation.peptides import KINDS, Peptide, peptides
from vitruvian.organs.circulation.weight_rule import NAME, Ruled, ruled

Array = Any
DAY = 1440.0
LOOKS = 7
FEWEST_FIRST, FEWEST, LEAST_SHARE = 4, 10, 0.5
"""Mornings with a weight that are needed: in the first week, in all, and of all days."""
BEYOND, GAIN = 3, 2.0
"""Mornings above what was expected, and kg gained, at which a low chance must not reassure. More than 2 kg in
three days is what guidelines tell patients to report (`weight_rule`)."""
DRAWS = 40
"""Twins that are followed beside each other."""
READS = ("weight", "bp_systolic", "bp_diastolic", "heart_rate", "resting_heart_rate", *KINDS)
RECENT = 30.0 * DAY
_NORMAL_90 = 1.6448536
_BEARS: Mapping[tuple[str, bool], str] = {
    ("likely", True): "that agrees with the flag",
    ("likely", False): "the trend sees no such change: congestion may have been there before it began",
    ("unlikely", True): "that speaks against the flag: look for another reason for the gain",
    ("unlikely", False): "the trend sees nothing either",
    ("unclear", True): "it decides nothing",
    ("unclear", False): "it decides nothing",
}
_LIMITS = (
    "not validated on people: the threshold and the spreads of ordinary days were set in simulation",
    "it sees a change from the first week, not congestion that was there already",
    "fat, food and clothes are taken for water; blood that shifts without water is seen by the cuff alone",
    "where the scale's rule alone raises a flag the risk shown is the threshold, not a probability",
    "drugs and operations of the record are not in what a litre does to this twin",
)


class _Followed(NamedTuple):
    """One twin's mornings: mean and SD of the three readings foretold (D, 3), volume gained with its SD and
    daily gain (D, 3), rise of wedge pressure (D,) per mL, and risk (D,)."""

    mean: Array
    sd: Array
    gained: Array
    wedge: float
    risk: Array


def follow(draws: Array, person: Mapping[str, float], window: Window) -> Trend:
    """The risk of congestion after each day of the window, for the twins of these draws (N, P).

    Raises NotEnoughData where there are too few weights, WrongReading for one that cannot be.
    """
    rows = {signal: _rows(window, signal) for signal in READS}
    refuse_impossible(rows)
    days = mornings(rows, window)
    _refuse_few(days.weight)
    usual = Usual(*(_mean(values[:LOOKS]) for values in days))
    found = [_followed(days, usual, twin) for twin in twins(draws, person)]
    chance = np.mean([f.risk for f in found], axis=0)
    rule = ruled(days.weight)
    chance[:LOOKS], rule.broken[:LOOKS] = np.nan, False
    lifted = both(chance, rule)
    is_up = bool(lifted[-1] >= FLAG)
    findings = tuple(
        _bearing(p, is_up, window.minutes - p.minutes)
        for p in peptides({kind: rows[kind] for kind in KINDS}, window.facts.get("age"))
    )
    findings += (*_beyond(days.weight, found), _opinions(float(chance[-1]), rule))
    asked = f"wedge pressure up by {RISE:g} mmHg or more within {AHEAD} days, over that of the first week"
    if rule.broken[-1] and chance[-1] < FLAG:
        asked += f"; set to the threshold by the {NAME}, by the model alone {_in_100(float(chance[-1]))}"
    why = _raised_by(_why(days, usual, found), chance, rule)
    return Trend(asked, lifted, FLAG, _courses(days, found), why, findings, _LIMITS)


def both(chance: Array, rule: Ruled) -> Array:
    """The model's chance (D,), not below the flag's threshold where the rule of the scale is broken."""
    return np.where(rule.broken, np.fmax(chance, FLAG), chance)


def twins(draws: Array, person: Mapping[str, float]) -> list[Slopes]:
    """What a litre, a beat and resistance do in each of at most DRAWS twins; those whose filling pressure
    would fall with volume have not settled and are left out."""
    model = Heart()
    z = jnp.asarray(np.asarray(draws)[:DRAWS, : len(model.parameters)])
    deck = jax.vmap(lambda one: deck_of(physical(model, one), dict(person)))(z)
    found = slopes(deck)
    columns = np.array([np.broadcast_to(np.asarray(v, dtype=float), (len(z),)) for v in found])
    return [Slopes(*column) for column in columns.T if np.isfinite(column).all() and column[2] > 0.0]


def mornings(rows: Mapping[str, tuple[Array, Array]], window: Window) -> Day:
    """Readings by local day, (D,) each, NaN where none was taken; several of a day are averaged."""
    count = int((window.minutes + window.clock) // DAY) + 1
    pulse = "resting_heart_rate" if len(rows["resting_heart_rate"][0]) else "heart_rate"

    def daily(signal: str, how: Any) -> Array:
        times, values = rows[signal]
        day = ((times + window.clock) // DAY).astype(int)
        return np.array([how(values[day == k]) if (day == k).any() else np.nan for k in range(count)])

    lowest = daily(pulse, lambda values: np.quantile(values, 0.1))
    return Day(
        daily("weight", np.mean), daily("bp_systolic", np.mean), daily("bp_diastolic", np.mean), lowest
    )


def _rows(window: Window, signal: str) -> tuple[Array, Array]:
    column: Column | None = window.columns.get(signal)
    if column is None:
        return np.zeros(0), np.zeros(0)
    kept = np.full(len(column.value), signal in KINDS) | (np.asarray(column.limited) == 0)
    return np.asarray(column.start, dtype=float)[kept], np.asarray(column.value, dtype=float)[kept]


def _refuse_few(weight: Array) -> None:
    there = np.isfinite(weight)
    first, total, days = int(there[:LOOKS].sum()), int(there.sum()), len(there)
    if total < FEWEST or first < FEWEST_FIRST or total < LEAST_SHARE * days:
        raise NotEnoughData(
            f"a trend needs a weight on {FEWEST} mornings, {FEWEST_FIRST} of them in the first {LOOKS} days, "
            f"and on half of all days: the record has {total} in {days} days, {first} of them in the first "
            f"{LOOKS}; import more weights, or ask from later on"
        )


def _mean(values: Array) -> float:
    there = values[np.isfinite(values)]
    return float(np.mean(there)) if len(there) else float("nan")


def _followed(days: Day, usual: Usual, twin: Slopes) -> _Followed:
    """The filter of one twin through all mornings.

    The usual readings are those of the first week, which are heard again: what is usual is believed within
    2 kg and 6 mmHg only, so that this hardly narrows it.
    """
    belief: Belief = first_belief()
    means, sds, gains, chances = [], [], [], []
    for values in zip(*days, strict=True):
        belief, day = next_day(belief), Day(*values)
        expected = foretold(belief, day.hr, usual, twin)
        means.append(expected.mean)
        sds.append(expected.sd(belief))
        belief = reading(belief, day, usual, twin)
        gains.append(gained(belief))
        chances.append(risk(belief, twin))
    return _Followed(np.array(means), np.array(sds), np.array(gains), float(twin.pcwp), np.array(chances))


def _courses(days: Day, found: Sequence[_Followed]) -> tuple[Course, ...]:
    """The readings with what was expected of each, and what follows from them."""
    read = (
        ("weight", "weight", "kg", 0, days.weight),
        ("bp_systolic", "systolic", "mm[Hg]", 1, days.sbp),
        ("bp_diastolic", "diastolic", "mm[Hg]", 2, days.dbp),
    )
    mean, sd = (np.array([getattr(f, name) for f in found]) for name in ("mean", "sd"))
    volume = np.array([f.gained for f in found])
    wedge = np.array([f.wedge for f in found])[:, None]
    litres = 1e-3 / SHARE
    seen = [
        _course(key, name, unit, mean[:, :, k], sd[:, :, k], values)
        for key, name, unit, k, values in read
        if np.isfinite(values).any()
    ]
    return (
        *seen,
        _course("retained", "water retained", "L", litres * volume[:, :, 0], litres * volume[:, :, 1]),
        _course("pcwp_rise", "wedge rise", "mm[Hg]", wedge * volume[:, :, 0], wedge * volume[:, :, 1]),
    )  # fmt: skip


def _course(key: str, name: str, unit: str, mean: Array, sd: Array, seen: Array | None = None) -> Course:
    """Normal bands of a mixture of twins (N, D) by its mean and variance."""
    middle = mean.mean(axis=0)
    wide = _NORMAL_90 * np.sqrt(np.mean(sd**2, axis=0) + mean.var(axis=0))
    return Course(key, name, unit, middle - wide, middle, middle + wide, seen)


def _beyond(weight: Array, found: Sequence[_Followed]) -> tuple[str, ...]:
    """Said where the last mornings weighed more than the twins expected: their answer is then not to be
    believed, however low it is, as pressure and pulse can hide a gain from them."""
    course = _course("weight", "weight", "kg", *(
        np.array([getattr(f, name) for f in found])[:, :, 0] for name in ("mean", "sd")
    ))  # fmt: skip
    read = np.isfinite(weight)
    above = (weight > course.high)[read]
    days = len(above) - int(np.flatnonzero(~above)[-1] + 1 if (~above).any() else 0)
    gain = _mean(weight[-3:]) - _mean(weight[:LOOKS])
    if days < BEYOND and not gain > GAIN:
        return ()
    mornings_above = f", above what this model expects on the last {days} mornings" if days else ""
    return (
        f"weight is {gain:+.1f} kg over that of the first week{mornings_above}: do not take a low chance for "
        "safe, pressure and pulse can hide a gain from it",
    )


def _why(days: Day, usual: Usual, found: Sequence[_Followed]) -> tuple[str, ...]:
    """What each day's risk rests on, in words."""
    up, _, slope = np.mean([f.gained for f in found], axis=0).T
    litres = 1e-3 / SHARE
    said = []
    for k in range(len(up)):
        parts = [f"water {litres * up[k]:+.1f} L by the trend, {litres * slope[k]:+.2f} L a day"]
        for name, values, own, unit in (
            ("weight", days.weight, usual.weight, "kg"),
            ("systolic pressure", days.sbp, usual.sbp, "mmHg"),
            ("pulse", days.hr, usual.hr, "a minute"),
        ):
            recent = _mean(values[max(0, k - 2) : k + 1])
            if np.isfinite(recent) and np.isfinite(own):
                parts.append(f"{name} {recent - own:+.{1 if unit == 'kg' else 0}f} {unit}")
        said.append("; ".join(parts) + " (means of three days, over the first week's)")
    return tuple(said)


def _raised_by(why: tuple[str, ...], chance: Array, rule: Ruled) -> tuple[str, ...]:
    """The same, with whose opinion each flag is."""
    said = []
    for text, own, broken, gain in zip(why, chance, rule.broken, rule.gain, strict=True):
        by = []
        if own >= FLAG:
            by.append(f"the model, {_in_100(own)}")
        if broken:
            by.append(f"the {NAME}, {gain:+.1f} kg" + ("" if by else f"; by the model {_in_100(own)}"))
        said.append(f"raised by {' and '.join(by)}: {text}" if by else text)
    return tuple(said)


def _opinions(own: float, rule: Ruled) -> str:
    """Both opinions of the last day beside each other."""
    scale = f"broken ({rule.gain[-1]:+.1f} kg)" if rule.broken[-1] else "not broken"
    return f"two opinions: by the model {_in_100(own)}; the {NAME} is {scale}"


def _in_100(chance: float) -> str:
    return f"{round(100.0 * chance)} in 100"


def _bearing(found: Peptide, is_up: bool, age: float) -> str:
    """How a peptide bears on what the trend says."""
    if age > RECENT:
        return f"{found.sentence}; it is {age / DAY:.0f} days old and says little of now"
    return f"{found.sentence}; {_BEARS[found.verdict, is_up]}"
