"""A trial of the congestion flag on simulated months: who is warned, how early, and how often for nothing.

Each run is a virtual person with a failing or stiff heart: a week at rest on which the twin looks, then 30
days. Half gain 10 to 40 mL of stressed volume a day from a random day on. The truth of every day is the
periodic beat of the nonlinear loop at that day's volume, resistance and rate, all of which fluctuate; what is
weighed is the retained litres by a share of the person's own. The twin knows neither that share nor the
person's numbers exactly: its slopes are those of a deck that is off by 10 % in each.

The flag's threshold and how fast a trend may turn were set on 400 runs of `TUNING_SEED`; what is reported is
on runs of `SEED`, by both opinions that `trend` has (`flags_of`). `restless` makes people fluctuate more
than the filter believes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from vitruvian.core.seeds import derive
from vitruvian.organs.circulation.beat_measures import measure
from vitruvian.organs.circulation.congestion import (
    CUFF_SD,
    FLAG,
    ORDINARY,
    PULSE_SD,
    RISE,
    SHARE,
    STEPS,
    WEIGHT_SD,
    Day,
    Ordinary,
    Slopes,
    Usual,
    follow,
    slopes,
)
from vitruvian.organs.circulation.deck import Deck
from vitruvian.organs.circulation.diseases import HFPEF, HFREF
from vitruvian.organs.circulation.loop import Person, State
from vitruvian.organs.circulation.periodic import periodic, settle
from vitruvian.organs.circulation.weight_rule import ruled

Array = Any
RUNS, SEED, TUNING_SEED = 100, 2026, 13
WEEK, DAYS = 7, 30
EARLY = 3
"""Days before the rise by which a flag must stand."""
VARIED = ("e_lv", "alpha_lv", "beta_lv", "r_sys", "c_sa", "c_sv", "c_pv", "e_la", "r_pa")
PEOPLE_SD, TWIN_SD, VOLUME_SD, SHARE_SD, PULSE_WANDERS = 0.15, 0.10, 0.05, 0.15, 0.03
"""Spreads of logarithms: of people about the preset, of the twin about its person, of both in volume, of the
share of fluid that stays in the vessels, of the rate from day to day. verified=False."""


@dataclass(frozen=True, slots=True)
class Runs:
    """N runs of WEEK + DAYS mornings.

    days     readings (N, D);  usual: what each twin expects, (N,);  twin: slopes (N,)
    gained   (N, D) volume gained by the trend alone, mL;  wedge (N, D) true rise of wedge pressure, mmHg
    onset    (N,) first morning of the gain, D where there is none
    """

    days: Day
    usual: Usual
    twin: Slopes
    gained: Array
    wedge: Array
    onset: Array


def simulate_runs(count: int = RUNS, seed: int = SEED, restless: float = 1.0) -> Runs:
    """Runs of `count` virtual people, the first half without any gain.

    restless  by which day-to-day changes of volume and resistance exceed those that the filter believes
    """
    random = np.random.default_rng(derive(seed, "congestion"))
    length, half = WEEK + DAYS, count // 2
    deck, twin = _people(random, count)
    rate = np.where(np.arange(count) < half, 0.0, random.uniform(10.0, 40.0, count))
    onset = np.where(np.arange(count) < half, length, WEEK + random.integers(0, 15, count))
    gained = rate[:, None] * np.maximum(np.arange(length) - onset[:, None] + 1, 0)
    ordinary = ORDINARY._replace(volume=restless * ORDINARY.volume, resistance=restless * ORDINARY.resistance)
    volume = gained + _fluctuation(random, ordinary, (count, length))
    log_r = ordinary.resistance * random.standard_normal((count, length))
    log_hr = PULSE_WANDERS * random.standard_normal((count, length))
    rest = _at(deck, *(np.zeros((count, 1)) for _ in range(3)))[:, :, 0]
    sbp, dbp, wedge = _at(deck, volume, log_r, log_hr)
    share = SHARE * np.exp(SHARE_SD * random.standard_normal((count, 1)))
    hr = np.asarray(deck.hr)[:, None] * np.exp(log_hr)

    def noisy(value: Array, sd: float) -> Array:
        return value + sd * random.standard_normal(value.shape)

    weight = 80.0 + 1e-3 * volume / share
    days = Day(noisy(weight, WEIGHT_SD), noisy(sbp, CUFF_SD), noisy(dbp, CUFF_SD), noisy(hr, PULSE_SD))
    usual = Usual(np.full(count, 80.0), rest[0], rest[1], np.asarray(deck.hr))
    found = jax.tree.map(np.asarray, slopes(twin))
    return Runs(days, usual, found, gained, wedge - rest[2][:, None], onset)


def risks(runs: Runs, ordinary: Ordinary = ORDINARY) -> Array:
    """Risk after each morning of each run, (N, D)."""
    people = zip(
        zip(*runs.days, strict=True), zip(*runs.usual, strict=True), zip(*runs.twin, strict=True), strict=True
    )
    return np.array([follow(Day(*d), Usual(*u), Slopes(*s), ordinary) for d, u, s in people])


def flags_of(runs: Runs, chance: Array) -> Array:
    """Where `trend` raises a flag, (N, D): by the model's risk, or by the scale's rule beside it."""
    broken = np.array([ruled(weight).broken for weight in runs.days.weight])
    return (chance >= FLAG) | (broken & (np.arange(chance.shape[1]) >= WEEK))


def rule_of_thumb(runs: Runs) -> Array:
    """Where the scale alone warns, (N, D): 2 kg up in a week or 1.5 kg in two days.

    People are told such rules with 5 lb a week, 2 kg in 3 days or 3 lb in a day (compared with one another in
    the HeartPhone study, Eur J Heart Fail 2013;15, whose sensitivities were 21 and 46 %).
    """
    weight = runs.days.weight
    up = np.zeros(weight.shape, bool)
    up[:, 7:] |= weight[:, 7:] - weight[:, :-7] >= 2.0
    up[:, 2:] |= weight[:, 2:] - weight[:, :-2] >= 1.5
    return up


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule did on some runs.

    reached     runs whose wedge pressure rises by RISE;  warned: share of them flagged EARLY days before it
    lead        median days from the first flag to the rise, of the reached (0 where none came before it)
    false_days  flagged days in 100 days on which nothing was retained;  false_flags: flags newly raised there
    unreached   share of the runs with a gain that stays below RISE which were flagged after its onset
    """

    reached: int
    warned: float
    lead: float
    false_days: float
    false_flags: float
    unreached: float


def judge(runs: Runs, flags: Array) -> Verdict:
    """Verdict on flags (N, D); the first week is not judged."""
    morning = np.arange(flags.shape[1])
    flags = flags & (morning >= WEEK)
    reached, event = _event(runs)
    gaining = morning >= runs.onset[:, None]
    since_onset = flags & gaining
    first = np.where(since_onset.any(axis=1), since_onset.argmax(axis=1), flags.shape[1])
    ahead = np.maximum(event - first, 0)[reached]
    well = ~gaining & (morning >= WEEK)
    raised = flags & ~np.roll(flags, 1, axis=1)
    others = ~reached & gaining.any(axis=1)
    return Verdict(
        int(reached.sum()),
        float(np.mean(ahead >= EARLY)) if reached.any() else float("nan"),
        float(np.median(ahead)) if reached.any() else float("nan"),
        100.0 * float((flags & well).sum() / well.sum()),
        100.0 * float((raised & well).sum() / well.sum()),
        float(np.mean(since_onset[others].any(axis=1))) if others.any() else float("nan"),
    )


def _event(runs: Runs) -> tuple[Array, Array]:
    """Whether the wedge pressure rises by RISE after the onset, and the first morning it has, (N,) each."""
    morning = np.arange(runs.wedge.shape[1])
    over = (runs.wedge >= RISE) & (morning >= runs.onset[:, None])
    return over.any(axis=1), over.argmax(axis=1)


def _people(random: np.random.Generator, count: int) -> tuple[Deck, Deck]:
    """Decks of `count` people, every second with a stiff heart, and those of their twins."""
    stiff = np.arange(count) % 2 == 1

    def spread(deck: Deck, sd: float) -> Deck:
        change = {name: getattr(deck, name) * np.exp(sd * random.standard_normal(count)) for name in VARIED}
        change["volume"] = deck.volume * np.exp(VOLUME_SD * random.standard_normal(count))
        return deck._replace(**change)

    both = (np.where(stiff, b, a) for a, b in zip(HFREF.deck, HFPEF.deck, strict=True))
    people = spread(Deck(*both), PEOPLE_SD)
    return _arrays(people), _arrays(spread(people, TWIN_SD))


def _arrays(deck: Deck) -> Deck:
    return Deck(*(jnp.asarray(v, jnp.float64) for v in deck))


def _fluctuation(random: np.random.Generator, ordinary: Ordinary, shape: tuple[int, int]) -> Array:
    """Volume, mL, that comes and goes within days."""
    keep = np.exp(-1.0 / ordinary.memory)
    out = np.zeros(shape)
    out[:, 0] = ordinary.volume * random.standard_normal(shape[0])
    for k in range(1, shape[1]):
        fresh = ordinary.volume * np.sqrt(1.0 - keep**2) * random.standard_normal(shape[0])
        out[:, k] = keep * out[:, k - 1] + fresh
    return out


def _at(deck: Deck, volume: Array, log_r: Array, log_hr: Array) -> Array:
    """Systolic, diastolic and wedge pressure (3, N, D) of the loop at each day's numbers."""
    return np.moveaxis(np.asarray(_course(deck, *(jnp.asarray(v.T) for v in (volume, log_r, log_hr)))), 1, 2)


@partial(jax.jit, static_argnames=("steps",))
def _course(deck: Deck, volume: Array, log_r: Array, log_hr: Array, steps: int = STEPS) -> Array:
    def one(held: tuple[State, Array], day: tuple[Array, Array, Array]) -> tuple[Any, Array]:
        state, before = held
        gained, r, hr = day
        now = Person(
            deck._replace(
                volume=deck.volume + gained, r_sys=deck.r_sys * jnp.exp(r), hr=deck.hr * jnp.exp(hr)
            )
        )
        near = state._replace(sv=state.sv + gained - before)
        found = settle(now, near, steps, 1e-2, 20).state
        read = measure(now, found, steps)[1]
        return (found, gained), jnp.stack([read.sbp, read.dbp, read.pcwp])

    begin = periodic(Person(deck), steps, 1e-2, 40).state
    course = jax.lax.scan(one, (begin, jnp.zeros_like(deck.volume)), (volume, log_r, log_hr))[1]
    return jnp.moveaxis(course, 0, 1)
