"""Pressure-volume loops of both ventricles, with the lines between which they lie."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from vitruvian.engine.portrait import Column, Curve, Look, Marker, Panel, Portrait
from vitruvian.organs.circulation.shown import LETTERS, Drawn, plain, whole
from vitruvian.organs.circulation.traced_beat import Traced

Array = Any
_EVERY, _EVERY_THIN = 4, 10
"""Steps of a beat from one drawn point to the next, of a strong and of a thin line."""


def loops(drawn: Sequence[Drawn], notes: tuple[str, ...]) -> Portrait:
    """The loops of all plans on the same axes, a column a ventricle."""
    columns = tuple(
        Column(title, (_panel(drawn, side),))
        for side, title in (("lv", "Left ventricle"), ("rv", "Right ventricle"))
    )
    thin = len(drawn[0].thin)
    reading = [
        "Thin straight line: the pressure that the ejecting ventricle reaches at each volume; thin curve: "
        "that of the relaxed one. The area within a loop is the work of one beat."
    ]
    if thin:
        reading.append(
            f"Strong: the person in the middle of all who fit this record; behind: {thin} others of them."
        )
    said = ". ".join(_words(d) for d in drawn)
    words = tuple(d.words for d in drawn)
    sentence = f"Pressure-volume loops of both ventricles. {said}."
    return Portrait("Pressure and volume", sentence, columns, words, (*reading, *notes), thin)


def _panel(drawn: Sequence[Drawn], side: str) -> Panel:
    """Loops of one ventricle under all plans."""
    curves: list[Curve] = []
    for k, d in enumerate(drawn):
        curves += [_loop("one of several", beat, side, k, "draw") for beat in d.thin]
    highest = max(max(c.y) for c in curves) if curves else 0.0
    strong = [_loop(d.name, d.beat, side, k, "main") for k, d in enumerate(drawn)]
    top = 1.12 * max(highest, *(max(c.y) for c in strong))
    widest = 1.06 * max(max(c.x) for c in (*curves, *strong))
    for k, d in enumerate(drawn):
        if d.person.sac is None and d.person.septum is None:
            curves += _laws(d, side, k, widest, top)
    markers = _letters(strong) if len(drawn) > 1 else ()
    return Panel(
        "volume",
        "mL",
        "pressure",
        "mm[Hg]",
        (*curves, *strong),
        (0.0, widest),
        (0.0, top),
        markers,
        height=1.4,
    )


def _loop(label: str, beat: Traced, side: str, plan: int, look: Look) -> Curve:
    every = _EVERY_THIN if look == "draw" else _EVERY
    volume, pressure = getattr(beat.state, side), getattr(beat.signals, f"p_{side}")
    x, y = (np.append(v[::every], v[0]) for v in (volume, pressure))
    return Curve(label, plain(x), plain(y), plan, look)


def _letters(loops: Sequence[Curve]) -> tuple[Marker, ...]:
    """The letter of each plan over the top of its loop."""
    tops = [int(np.argmax(curve.y)) for curve in loops]
    return tuple(
        Marker(curve.x[at], curve.y[at], LETTERS[k], k)
        for k, (curve, at) in enumerate(zip(loops, tops, strict=True))
    )


def _laws(d: Drawn, side: str, plan: int, widest: float, top: float) -> list[Curve]:
    """End-systolic line and end-diastolic curve.

    The left ventricle yields to its outflow: its line is that of the largest P/(V − V₀) of the beat.
    """
    deck = d.person.deck
    e, v0, alpha, beta = (float(getattr(deck, f"{name}_{side}")) for name in ("e", "v0", "alpha", "beta"))
    e = float(d.beat.read.stiffness_es) if side == "lv" else e
    line = np.array([v0, min(widest, v0 + top / e)])
    bend = np.linspace(v0, widest, 25)
    relaxed = alpha * np.expm1(beta * (bend - v0))
    inside = relaxed <= top
    return [
        Curve("end-systolic line", plain(line), plain(e * (line - v0)), plan, "guide"),
        Curve("end-diastolic curve", plain(bend[inside]), plain(relaxed[inside]), plan, "guide"),
    ]


def _words(d: Drawn) -> str:
    m = d.beat.read
    text = (
        f"{d.name}: left ventricle from {whole(m.edv)} to {whole(m.esv)} mL, up to {whole(m.lv_peak)} mmHg, "
    )
    return f"{text}{whole(m.lvedp)} mmHg before contraction, {float(m.stroke_work):.2g} J a beat"
