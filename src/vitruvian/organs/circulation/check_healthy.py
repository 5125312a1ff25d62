"""Benchmark problems of physiology: healthy readings in their ranges, diseases beyond their cut-offs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from vitruvian.engine.check import Check, Result, result
from vitruvian.organs.circulation.beat_measures import Measures
from vitruvian.organs.circulation.deck import Deck
from vitruvian.organs.circulation.diseases import DISEASES
from vitruvian.organs.circulation.find_deck import readings_of
from vitruvian.organs.circulation.healthy import MAN, RANGES_MAN, RANGES_WOMAN, WOMAN, Range

Array = Any
STEPS = 1000
TOGETHER = 8


def read_all(decks: tuple[Deck, ...], steps: int = STEPS) -> tuple[Measures, ...]:
    """Readings of the periodic beat of each deck, run as ensembles of one size (one program for all)."""
    padded = [*decks, *[decks[-1]] * (-len(decks) % TOGETHER)]
    out: list[Measures] = []
    for first in range(0, len(padded), TOGETHER):
        columns = zip(*padded[first : first + TOGETHER], strict=True)
        together = Deck(*(jnp.asarray(column, jnp.float64) for column in columns))
        read = jax.tree.map(np.asarray, _read(together, steps))
        out += [Measures(*(float(v[i]) for v in read)) for i in range(TOGETHER)]
    return tuple(out[: len(decks)])


_read = jax.jit(readings_of, static_argnums=(1, 2))


def within(who: str, ranges: tuple[Range, ...], read: Measures) -> list[Result]:
    """A row for each range: its middle, the reading, and half its width."""
    rows = []
    for r in ranges:
        middle, half = 0.5 * (r.low + r.high), 0.5 * (r.high - r.low)
        source = r.source if r.verified else f"{r.source} (verified=False)"
        rows.append(result(f"{who}: {r.name}", middle, float(r.read(read)), half, r.unit, source))
    return rows


def healthy(data: Path) -> list[Result]:
    """The man's and the woman's readings lie in the normal ranges."""
    man, woman = read_all((MAN, WOMAN))
    return within("healthy man", RANGES_MAN, man) + within("healthy woman", RANGES_WOMAN, woman)


def diseases(data: Path) -> list[Result]:
    """Each severe disease reaches its guideline's cut-offs at a defended pressure and output."""
    rows: list[Result] = []
    for disease, read in zip(DISEASES, read_all(tuple(d.deck for d in DISEASES)), strict=True):
        rows += within(disease.name, disease.criteria, read)
    return rows


CHECKS = (Check("circulation: healthy adults", healthy), Check("circulation: severe diseases", diseases))
