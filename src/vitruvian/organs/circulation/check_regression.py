"""Benchmark problems of the numbers themselves: the stored table, drift, order of the step.

The table was made by another program of the same equations: 60 beats at 1 ms, times scaled with the period.
It shows that the equations are solved rightly, not that they are a person's.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import partial
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from vitruvian.engine.check import Check, Result, result
from vitruvian.organs.circulation.beat_measures import Measures, measure, readings
from vitruvian.organs.circulation.beat_tally import Tally, nothing, see
from vitruvian.organs.circulation.deck import CASES, PUMP_SPEEDS, REFERENCE, Deck, changed
from vitruvian.organs.circulation.devices import NOTHING, Attached, Lvad
from vitruvian.organs.circulation.loop import Person, State, begin, fold_beat, run_beat, start, total_volume
from vitruvian.organs.circulation.periodic import periodic

Array = Any
TABLE = "data/heart/circulation/circ_reference.csv"
BEATS = 60
PRINTED = 0.05
"""Half the last digit of the table."""
COLUMNS = {
    "SBP": "sbp_ao", "DBP": "dbp_ao", "MAP": "map", "EDV": "edv", "ESV": "esv", "SVfwd": "sv",
    "LVP": "lv_peak", "LVEDP": "lvedp", "PAs": "pa_systolic", "PAd": "pa_diastolic", "mPAP": "pa_mean",
    "PCWP": "pcwp", "RAP": "rap", "RVEDV": "rv_edv", "RVESV": "rv_esv", "RVs": "rvsp", "LAmax": "la_max",
    "LAmin": "la_min", "SVtot": "sv_lv", "EF": "ef", "CO": "co", "AVmean": "av_mean",
    "AVpk_dop": "av_peak_doppler", "AVmean_dop": "av_mean_doppler", "E/A": "e_over_a",
    "MRvol": "regurgitant_mv", "ARvol": "regurgitant_av", "dPdt": "dpdt",
}  # fmt: skip
"""Column of the table: name of the reading. EF is printed in per cent."""
_BLOCKED = 1e12
_SOURCE = "circ_reference.csv: prototype of the same equations, 60 beats at 1 ms"
_EXACT = "conservation of volume"
_CONVERGED = ("sbp_ao", "dbp_ao", "edv", "esv", "co")


def milliseconds(deck: Deck) -> int:
    """Steps of about 1 ms in a beat of this (single) deck."""
    return round(60000.0 / float(deck.hr))


def run_cases(names: tuple[str, ...]) -> dict[str, dict[str, float]]:
    """Readings, by name of the measure, of each case after 60 beats; cases of one rate run as an ensemble."""
    groups: dict[int, list[str]] = defaultdict(list)
    for name in names:
        groups[milliseconds(changed(REFERENCE, CASES[name]))].append(name)
    out: dict[str, dict[str, float]] = {}
    for steps, members in groups.items():
        read = jax.tree.map(np.asarray, _after_sixty(_ensemble(members), steps))
        for i, name in enumerate(members):
            out[name] = {
                field: float(np.broadcast_to(v, (len(members),))[i]) for field, v in read._asdict().items()
            }
    return out


def departures(read: dict[str, float], row: dict[str, str]) -> dict[str, float]:
    """Relative error of each printed column beyond the rounding of print."""
    out = {}
    for column, name in COLUMNS.items():
        if row[column]:
            printed = float(row[column])
            obtained = read[name] * (100.0 if column == "EF" else 1.0)
            beyond = max(abs(obtained - printed) - PRINTED, 0.0)
            out[column] = beyond / max(abs(printed), PRINTED)
    return out


def regression(data: Path) -> list[Result]:
    """Each row of the table: the worst of all its columns."""
    with (data / TABLE).open(encoding="utf-8", newline="") as file:
        rows = {row[""]: row for row in csv.DictReader(file)}
    read = run_cases(tuple(rows))
    out = []
    for name, row in rows.items():
        column, worst = max(departures(read[name], row).items(), key=lambda item: item[1])
        out.append(result(f"circulation: {name}, worst column ({column})", 0.0, worst, 0.01, "1", _SOURCE))
    return out


def drift(data: Path) -> list[Result]:
    """Relative change of the total volume over 1000 beats."""
    person = Person(REFERENCE)
    beat = begin(person, milliseconds(REFERENCE))

    def thousand(state: State) -> State:
        return jax.lax.fori_loop(0, 1000, lambda _, s: run_beat(beat, s), state)

    state = jax.tree.map(lambda v: jnp.asarray(v, jnp.float64), start(person))
    lost = float(total_volume(jax.jit(thousand)(state))) / REFERENCE.volume - 1.0
    return [result("circulation: volume lost in 1000 beats", 0.0, lost, 1e-9, "1", _EXACT)]


def order(data: Path) -> list[Result]:
    """Ratio of the errors at 1, ½ and ¼ ms (2: first order), and 1 ms against 0.1 ms."""
    steps = milliseconds(REFERENCE)
    coarse, middle, fine, finest = (_settled(steps * n) for n in (1, 2, 4, 10))
    ratio = (coarse.edv - middle.edv) / (middle.edv - fine.edv)
    furthest = max(abs(float(getattr(coarse, n) / getattr(finest, n)) - 1.0) for n in _CONVERGED)
    return [
        result(
            "circulation: ratio of errors at halved steps", 2.0, float(ratio), 0.2, "1", "first-order scheme"
        ),
        result(
            "circulation: 1 ms against 0.1 ms",
            0.0,
            furthest,
            0.003,
            "1",
            "measured with the prototype: 0.3 %",
        ),
    ]


CHECKS = (
    Check("circulation: stored table", regression, TABLE),
    Check("circulation: conservation of volume", drift),
    Check("circulation: order of the step", order),
)


def _ensemble(names: list[str]) -> Person:
    """The cases side by side; where one has a pump, the others' pump is blocked."""
    decks = [changed(REFERENCE, CASES[name]) for name in names]
    deck = Deck(*(jnp.asarray(column, jnp.float64) for column in zip(*decks, strict=True)))
    speeds = [PUMP_SPEEDS.get(name, 0.0) for name in names]
    if not any(speeds):
        return Person(deck)
    resistance = [Lvad().resistance if speed else _BLOCKED for speed in speeds]
    return Person(deck, Attached(lvad=Lvad(jnp.asarray(speeds), resistance=jnp.asarray(resistance))))


@partial(jax.jit, static_argnums=1)
def _after_sixty(person: Person, steps: int) -> Measures:
    beat = begin(person, steps)
    state = start(person)

    def one(_: int, carry: tuple[State, Tally]) -> tuple[State, Tally]:
        return fold_beat(beat, carry[0], see, nothing(carry[0]))

    return readings(beat, jax.lax.fori_loop(0, BEATS, one, (state, nothing(state)))[1])


def _settled(steps: int) -> Measures:
    def run() -> Measures:
        person = Person(jax.tree.map(jnp.asarray, REFERENCE), NOTHING)
        return measure(person, periodic(person, steps, 1e-8).state, steps)[1]

    return jax.jit(run)()
