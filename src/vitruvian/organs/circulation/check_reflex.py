"""Benchmark problems of the reflex: bleeding, tilt, exercise."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from vitruvian.engine.check import Check, Result, result
from vitruvian.organs.circulation.baroreflex import (
    Reflex,
    Setpoint,
    after_beat,
    at_rest,
    recruited,
    regulated_person,
)
from vitruvian.organs.circulation.beat_measures import measure
from vitruvian.organs.circulation.check_healthy import read_all
from vitruvian.organs.circulation.deck import REFERENCE, Deck, period
from vitruvian.organs.circulation.healthy import MAN
from vitruvian.organs.circulation.loop import Person, State
from vitruvian.organs.circulation.periodic import periodic

Array = Any
STEPS = 500
BLED, POOLED = 500.0, 500.0
"""mL: a tenth of 5 L of blood; what pools in the legs on standing."""
_SOURCE = "circulation specification, section 4 (verified=False)"


class Course(NamedTuple):
    """Beat by beat (beats,): rate 1/min, mean arterial pressure mmHg, output L/min, stressed volume mL."""

    hr: Array
    pressure: Array
    output: Array
    volume: Array


def lose(
    deck: Deck, volume: Array, gain: Array, beats: int = 300, over: int = 60, steps: int = STEPS
) -> Course:
    """Course while `volume` mL leaves the veins within `over` beats; gain 1 with, 0 without the reflex."""
    person = Person(deck)
    state = periodic(person, steps).state
    rest = measure(person, state, steps)[1]
    setpoint = Setpoint(rest.mean_bp, gain, gain)

    def one(carry: tuple[State, Reflex], beat: Array) -> tuple[tuple[State, Reflex], Course]:
        state, reflex = carry
        now = regulated_person(person, reflex)
        state = state._replace(sv=state.sv - jnp.where(beat < over, volume / over, 0.0))
        state, read = measure(now, state, steps)
        after = after_beat(setpoint, reflex, read.mean_bp, period(now.deck))
        state = recruited(state, reflex, after)
        return (state, after), Course(read.hr, read.mean_bp, read.co, sum(state[:10]))

    return jax.lax.scan(one, (state, at_rest(setpoint)), jnp.arange(beats))[1]


def bleeding(data: Path) -> list[Result]:
    """A tenth of the blood is lost: rate and pressure with the reflex, and pressure without."""
    with_reflex, without = (_last(g) for g in (1.0, 0.0))
    saved = with_reflex.fall / without.fall
    return [
        result("a tenth bled: rise of the heart rate", 20.0, with_reflex.rate, 10.0, "1/min", _SOURCE),
        result("a tenth bled: fall of pressure over open loop's", 0.25, saved, 0.25, "1", _SOURCE),
        result("500 mL pooled: rise of the heart rate", 15.0, with_reflex.rate, 5.0, "1/min", _SOURCE),
    ]


def exercise(data: Path) -> list[Result]:
    """Some 11 L/min at a rate of 130, by the specification's changes and by those of the healthy man."""
    reference, man = read_all((exerting(REFERENCE, 250.0), athletic(MAN)))
    source = "circulation specification, section 6 (verified=False)"
    return [
        result("exercise of the reference adult: output", 11.0, reference.co, 1.0, "L/min", source),
        result("exercise of the healthy man: output", 11.0, man.co, 1.0, "L/min", source),
    ]


def exerting(deck: Deck, recruited_ml: Array) -> Deck:
    """Rate 130, elastances of the ventricles × 1.6, resistance × 0.55, and recruited volume in mL."""
    return deck._replace(
        hr=130.0,
        e_lv=1.6 * deck.e_lv,
        e_rv=1.6 * deck.e_rv,
        r_sys=0.55 * deck.r_sys,
        volume=deck.volume + recruited_ml,
    )


def athletic(deck: Deck) -> Deck:
    """Exertion with what a heart needs beyond it when systole does not shorten with the period.

    450 mL are recruited (the reflex's veins hold some 550), the PR interval is 0.11 s, and flow opens lung
    vessels. With 250 mL alone the output is 8.5 L/min.
    """
    harder = exerting(deck, 450.0)
    return harder._replace(pr=0.11, r_pa=0.7 * deck.r_pa)


CHECKS = (Check("circulation: bleeding and tilt", bleeding), Check("circulation: exercise", exercise))


class _Change(NamedTuple):
    rate: float
    fall: float


def _last(gain: float) -> _Change:
    deck = jax.tree.map(jnp.asarray, MAN)
    course = jax.jit(lambda d, g: lose(d, BLED, g))(deck, jnp.asarray(gain))
    hr, pressure = np.asarray(course.hr), np.asarray(course.pressure)
    return _Change(float(hr[-1] - hr[0]), float(pressure[0] - pressure[-1]))
