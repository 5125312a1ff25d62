"""A Wiggers diagram: pressures, flows and volume of the left heart over one beat, a column a plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from vitruvian.engine.portrait import Column, Curve, Look, Marker, Panel, Phase, Portrait
from vitruvian.organs.circulation.shown import Drawn, plain, whole
from vitruvian.organs.circulation.traced_beat import Events, Traced, events

Array = Any
_EVERY = 4
"""Steps of a beat from one drawn point to the next."""
_SEEN_SUPPORT = 0.05
"""L/min from which a pump's flow is drawn."""
_LEAST_LEAK, _FLOWING = 2.0, 8.0
"""mL a beat from which a valve leaks, and mL/s from which a flow is named."""


def wiggers(drawn: Sequence[Drawn], notes: tuple[str, ...]) -> Portrait:
    """All plans on the same axes beside each other."""
    longest = max(float(d.beat.period) for d in drawn)
    found = [events(d.beat) for d in drawn]
    panels = [_panels(k, d, found[k], longest) for k, d in enumerate(drawn)]
    ranges = [_common(row) for row in zip(*panels, strict=True)]
    columns = tuple(
        Column(d.name, tuple(replace(p, y_range=r) for p, r in zip(panels[k], ranges, strict=True)), k)
        for k, d in enumerate(drawn)
    )
    numbered = [f"{phase.short} {phase.name}" for phase in panels[0][0].phases]
    phases = (f"Phases between the valves' opening and closing: {', '.join(numbered)}.",) if numbered else ()
    read = _remarks(drawn, found)
    said = ". ".join(_words(d, found[k]) for k, d in enumerate(drawn))
    sentence = f"Pressures, flows and volume of the left heart over one beat. {said}."
    words = tuple(d.words for d in drawn)
    return Portrait("One beat over time", sentence, columns, words, (*phases, *read, *notes))


def _panels(plan: int, d: Drawn, found: Events, longest: float) -> tuple[Panel, Panel, Panel]:
    """Pressures, flows and volume; their y ranges are set when all are known."""
    beat, phases = d.beat, _phases(found, d)
    pressures = (
        _curve("left ventricle", beat, beat.signals.p_lv, plan, "main"),
        _curve("aorta", beat, beat.signals.p_ao, plan, "second"),
        _curve("left atrium", beat, beat.signals.p_la, plan, "third"),
    )
    flows = [
        _curve("aortic valve", beat, beat.state.q_av, plan, "main"),
        _curve("mitral valve", beat, beat.state.q_mv, plan, "second"),
    ]
    if float(beat.read.support) > _SEEN_SUPPORT:
        flows.append(_curve("pump", beat, beat.signals.q_support, plan, "third"))
    volume = _curve("left ventricle", beat, beat.state.lv, plan, "main")
    rows = (
        ("pressure", "mm[Hg]", pressures, _pressure_markers(pressures, plan), 1.0),
        ("flow", "mL/s", tuple(flows), _flow_markers(flows, found, plan), 0.7),
        ("volume", "mL", (volume,), (), 0.55),
    )
    return tuple(  # type: ignore[return-value]
        Panel("time", "s", name, unit, curves, (0.0, longest), (0.0, 1.0), markers, phases, height)
        for name, unit, curves, markers, height in rows
    )


def _curve(label: str, beat: Traced, values: Array, plan: int, look: Look) -> Curve:
    """A curve that ends where it began, a period later."""
    x = np.append(beat.time[::_EVERY], beat.period)
    return Curve(label, plain(x), plain(np.append(values[::_EVERY], values[0])), plan, look)


def _pressure_markers(curves: Sequence[Curve], plan: int) -> tuple[Marker, ...]:
    """LV over its peak; aorta and LA late in the beat, where nothing else runs."""
    chamber, aorta, atrium = curves
    top, late = int(np.argmax(chamber.y)), round(0.86 * len(aorta.x))
    return (
        Marker(chamber.x[top], chamber.y[top], "LV", plan),
        Marker(aorta.x[late], aorta.y[late], "aorta"),
        Marker(atrium.x[late], max(atrium.y[late], chamber.y[late]), "LA"),
    )


def _flow_markers(flows: Sequence[Curve], found: Events, plan: int) -> tuple[Marker, ...]:
    """Each way's name over its wave: the mitral valve's over that of early filling."""
    out, into = flows[:2]
    after = found.mitral_opens or 0.0
    early = max(range(len(into.x)), key=lambda i: into.y[i] if into.x[i] >= after else -np.inf)
    markers = [Marker(into.x[early], into.y[early], "mitral")]
    for curve, text, own in ((out, "aortic", plan), *((pump, "pump", None) for pump in flows[2:])):
        peak = int(np.argmax(curve.y))
        if curve.y[peak] > _FLOWING:
            markers.append(Marker(curve.x[peak], curve.y[peak], text, own))
    return tuple(markers)


def _remarks(drawn: Sequence[Drawn], found: Sequence[Events]) -> tuple[str, ...]:
    """What is unusual about a beat and meets the eye."""
    shut = [d.name for d, at in zip(drawn, found, strict=True) if at.aortic_opens is None]
    said = [f"{name}: the aortic valve does not open." for name in shut]
    if any(_is_leaking(d) for d in drawn):
        said.append("Flow below zero goes backwards through a leaking valve.")
    return tuple(said)


def _is_leaking(d: Drawn) -> bool:
    return float(d.beat.read.regurgitant_av + d.beat.read.regurgitant_mv) > _LEAST_LEAK


def _phases(found: Events, d: Drawn) -> tuple[Phase, ...]:
    """The five phases of a beat; none where a valve does not open and close in order."""
    edges = (0.0, found.mitral_closes, found.aortic_opens, found.aortic_closes, found.mitral_opens)
    known = [edge for edge in edges if edge is not None]
    if len(known) < len(edges) or known != sorted(known):
        return ()
    first = "atrial contraction" if float(d.person.deck.kick) > 0.0 else "late filling"
    is_sealed = not _is_leaking(d) and float(d.beat.read.support) < _SEEN_SUPPORT
    kind = "isovolumic " if is_sealed else ""
    names = (first, f"{kind}contraction", "ejection", f"{kind}relaxation", "filling")
    ends = (*known[1:], float(d.beat.period))
    rows = enumerate(zip(known, ends, names, strict=True), 1)
    return tuple(Phase(start, end, name, str(k)) for k, (start, end, name) in rows)


def _words(d: Drawn, found: Events) -> str:
    m = d.beat.read
    text = (
        f"{d.name}: aorta {whole(m.sbp_ao)}/{whole(m.dbp_ao)} mmHg, left ventricle up to {whole(m.lv_peak)}, "
    )
    text += f"left atrium {whole(m.pcwp)} in the mean"
    if found.aortic_opens is not None and found.aortic_closes is not None:
        text += f", ejection for {1000.0 * (found.aortic_closes - found.aortic_opens):.0f} ms"
    return text


def _common(panels: Sequence[Panel]) -> tuple[float, float]:
    """A range that holds the curves of all, with room for a label over them."""
    values = [value for panel in panels for curve in panel.curves for value in curve.y]
    low, high = min(0.0, *values), max(values)
    return low - (0.04 * (high - low) if low < 0.0 else 0.0), high + 0.14 * (high - low)
