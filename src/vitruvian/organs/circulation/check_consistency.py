"""Benchmark problems that tie readings to one another: Gorlin, leak and jet, Windkessel, loop and work."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from scipy.linalg import expm

from vitruvian.engine.check import Check, Result, result
from vitruvian.organs.circulation.beat_measures import JOULE
from vitruvian.organs.circulation.check_healthy import read_all
from vitruvian.organs.circulation.deck import Deck
from vitruvian.organs.circulation.diseases import AORTIC_STENOSIS, MITRAL_REGURGITATION
from vitruvian.organs.circulation.healthy import MAN
from vitruvian.organs.circulation.loop import Person, Signals, State, begin, trace_beat
from vitruvian.organs.circulation.periodic import periodic

Array = Any
STEPS = 1000


def valves(data: Path) -> list[Result]:
    """Gorlin's area over the EOA for three stenoses; leaked volume over leak area times jet integral."""
    areas, leaks = (0.6, 0.75, 1.0), (0.3, 0.45)
    decks = [AORTIC_STENOSIS.deck._replace(a_av=a) for a in areas]
    decks += [MITRAL_REGURGITATION.deck._replace(leak_mv=a) for a in leaks]
    read = read_all(tuple(decks), STEPS)
    rows = [
        result(f"Gorlin's area over {a} cm²", 1.0, m.ava_gorlin / a, 0.15, "1", "Gorlin, 0.85-1.15 of EOA")
        for a, m in zip(areas, read, strict=False)
    ]
    for a, m in zip(leaks, read[len(areas) :], strict=True):
        ratio = m.regurgitant_mv / (a * m.jet_mv)
        rows.append(
            result(f"leaked volume over {a} cm² times jet", 1.0, ratio, 0.10, "1", "EROA = RVol / VTI")
        )
    return rows


def windkessel(data: Path) -> list[Result]:
    """End-diastolic aortic pressure against the closed form of the emptying arteries (no inertia)."""
    deck = MAN._replace(l_ao=0.0, rate_av=1e4, c_sv=1e5, volume=4e5)
    path, seen = traced(deck, STEPS)
    length = 60.0 / deck.hr
    closed = np.flatnonzero((path.q_av == 0.0) & (seen.time > deck.pr + 0.5 * length))
    first, last = closed[0] + 1, closed[-1]
    rates = _emptying(deck)
    start = np.array([seen.p_ao[first], seen.p_sa[first]]) - path.sv[first] / deck.c_sv
    after = expm(rates * (seen.time[last] - seen.time[first])) @ start + path.sv[last] / deck.c_sv
    source = "matrix exponential of two compliances behind two resistances"
    return [result("Windkessel: aortic pressure after decay", after[0], seen.p_ao[last], 0.1, "mmHg", source)]


def loop_area(data: Path) -> list[Result]:
    """Area of the pressure-volume polygon against the stroke work kept during the beat."""
    (read,) = read_all((MAN,), STEPS)
    path, seen = traced(MAN, STEPS)
    before = np.roll(path.lv, 1)
    area = 0.5 * np.sum(before * np.roll(seen.p_lv, -1) - np.roll(before, -1) * seen.p_lv) * JOULE
    return [
        result(
            "work: polygon of the loop", read.stroke_work, abs(area), 0.01 * read.stroke_work, "J", "∮ P dV"
        )
    ]


def traced(deck: Deck, steps: int) -> tuple[State, Signals]:
    """Course of a periodic beat as NumPy arrays, (steps,) each."""
    return jax.tree.map(np.asarray, _traced(jax.tree.map(lambda v: jnp.asarray(v, jnp.float64), deck), steps))


@partial(jax.jit, static_argnums=1)
def _traced(deck: Deck, steps: int) -> tuple[State, Signals]:
    state = periodic(Person(deck), steps, 1e-6).state
    return trace_beat(begin(Person(deck), steps), state)[1]


CHECKS = (
    Check("circulation: areas from readings", valves),
    Check("circulation: Windkessel limit", windkessel),
    Check("circulation: loop area", loop_area),
)


def _emptying(d: Deck) -> Array:
    """d/dt of (P_ao, P_sa) above the venous pressure, valve closed."""
    return np.array(
        [
            [-1.0 / (d.r_ao * d.c_ao), 1.0 / (d.r_ao * d.c_ao)],
            [1.0 / (d.r_ao * d.c_sa), -1.0 / (d.r_ao * d.c_sa) - 1.0 / (d.r_sys * d.c_sa)],
        ]
    )
