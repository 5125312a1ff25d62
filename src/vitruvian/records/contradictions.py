"""Readings that cannot both be true, or that say two things at once: judged by their rows alone.

An impossible pair of one file waits in quarantine; two values of one signal at one instant are both kept and
marked (records.md, rule 7), because nothing here knows which of them is right.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vitruvian.core.signals import signals
from vitruvian.core.time import show
from vitruvian.records.formats.mapping import DOSES
from vitruvian.records.labels import Labels
from vitruvian.records.row import OFFSET_UNKNOWN, Rows, rounded

Mask = NDArray[np.bool_]


class Below(NamedTuple):
    """A signal that lies below another at every instant, and why."""

    low: str
    high: str
    why: str


BELOW = (
    Below("lv_esv", "lv_edv", "a ventricle cannot be larger emptied than filled"),
    Below("bp_diastolic", "bp_systolic", "pressure cannot be higher between beats than in them"),
    Below("bp_diastolic", "bp_mean", "a mean lies above the lowest value"),
    Below("bp_mean", "bp_systolic", "a mean lies below the highest value"),
    Below("pa_mean", "pa_systolic", "a mean lies below the highest value"),
)
"""Every order that this version knows."""

ADDED = DOSES | {"fluid_bolus", "radiotherapy_dose"}
"""Amounts that add up: two at one instant are both true."""


class Crossed(NamedTuple):
    """Two rows, by their places, of which the lower signal is not below the higher."""

    low: int
    high: int
    why: str


def crossed(rows: Rows) -> tuple[Crossed, ...]:
    """The impossible pairs among measured values of one instant and one source.

    Where an instant holds several values of a signal, those that stand on one line of a file are the pair.
    """
    found: list[Crossed] = []
    sure = (rows.cmp == 0) & np.isfinite(rows.value)
    for order in BELOW:
        low = np.flatnonzero(sure & rows.signal.are(order.low))
        high = np.flatnonzero(sure & rows.signal.are(order.high))
        if len(low) and len(high):
            found += _crossed(rows, low, high, order.why)
    return tuple(found)


def pair_words(rows: Rows, pair: Crossed) -> str:
    """What contradicts what, when, and why that cannot be."""
    low, high = (f"{rows.signal.at(k)} {value_words(rows, k)}" for k in (pair.low, pair.high))
    return f"{time_words(rows, pair.low)}: {low} is not below {high}: {pair.why}"


def value_words(rows: Rows, place: int) -> str:
    """A value and its unit as written, mm[Hg] as people write it."""
    return f"{rows.raw_value.at(place)} {rows.raw_unit.at(place)}".strip().replace("mm[Hg]", "mmHg")


def time_words(rows: Rows, place: int) -> str:
    """When a row was, to the minute, by its own clock (UTC where that is not known)."""
    off = int(rows.off[place])
    return show(int(rows.t0[place]), 0 if off == OFFSET_UNKNOWN else off)[:16].replace("T", " ")


def conflicting(rows: Rows) -> Mask:
    """(n,) rows beside which another value of their signal stands, at one instant and from one source."""
    found = np.zeros(len(rows), bool)
    places = np.flatnonzero(
        _are_readings(rows.signal) & (rows.t0 == rows.t1) & (rows.cmp == 0) & np.isfinite(rows.value)
    )
    keys = (rows.text.ranks(), rows.source.ranks(), rows.signal.ranks(), rows.t0)
    group = _groups(tuple(key[places] for key in keys))
    value = rounded(rows.value[places])
    least, most = np.full(len(places), np.inf), np.full(len(places), -np.inf)
    np.minimum.at(least, group, value)
    np.maximum.at(most, group, value)
    found[places] = (least < most)[group]
    return found


def _are_readings(signal: Labels) -> Mask:
    """(n,) whether each row is a measurement, of which there is one at an instant."""
    known = signals()
    fits = [
        word in known and known[word].kind in ("instant", "interval") and word not in ADDED
        for word in signal.words
    ]
    return np.array(fits or [False], bool)[signal.codes]


def _groups(keys: tuple[NDArray[np.generic], ...]) -> NDArray[np.intp]:
    """(n,) a number of each row's group: rows that agree in all keys."""
    order = np.lexsort(keys)
    fresh = np.zeros(len(order), bool)
    for key in keys:
        ordered = key[order]
        fresh[1:] |= ordered[1:] != ordered[:-1]
    group = np.zeros(len(order), np.intp)
    group[order] = np.cumsum(fresh)
    return group


def _crossed(rows: Rows, low: NDArray[np.intp], high: NDArray[np.intp], why: str) -> list[Crossed]:
    places = np.concatenate([low, high])
    group = _groups((rows.source.ranks()[places], rows.t0[places]))
    most, least = np.full(len(places), -np.inf), np.full(len(places), np.inf)
    np.maximum.at(most, group[: len(low)], rows.value[low])
    np.minimum.at(least, group[len(low) :], rows.value[high])
    bad = (most >= least) & np.isfinite(most) & np.isfinite(least)
    found = []
    for one in low[bad[group[: len(low)]]].tolist():
        mine = group[: len(low)][np.searchsorted(low, one)]
        others = high[group[len(low) :] == mine].tolist()
        line = [other for other in others if _origin(rows, other) == _origin(rows, one)]
        found += [Crossed(one, k, why) for k in line or others if rows.value[one] >= rows.value[k]]
    return found


def _origin(rows: Rows, place: int) -> tuple[str, int]:
    return rows.file.at(place), int(rows.at[place])
