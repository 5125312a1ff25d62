"""The scheme of the loop: compartments with their pressures, flows between them, leaks, holes and pumps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from vitruvian.engine.portrait import Link, Node, Scheme
from vitruvian.organs.circulation import devices
from vitruvian.organs.circulation.devices import Attached
from vitruvian.organs.circulation.loop import Person
from vitruvian.organs.circulation.shown import Drawn, whole
from vitruvian.organs.circulation.traced_beat import Traced

Array = Any
PER_MINUTE = 0.06
"""L/min in one mL/s."""
LEAST_LEAK, LEAST_FLOW = 2.0, 0.05
"""mL a beat and L/min below which a leak, or the flow of what is attached, is not drawn."""


_LEFT, _RIGHT = 0.0, 1.0
_NODES = (
    ("pa", "lung arteries", _LEFT, 0.0, lambda b: b.means["p_pa"]),
    ("rv", "RV, end-diastolic", _LEFT, 1 / 3, lambda b: b.read.rvedp),
    ("ra", "right atrium", _LEFT, 2 / 3, lambda b: b.means["p_ra"]),
    ("pv", "lung veins", _RIGHT, 0.0, lambda b: b.means["p_pv"]),
    ("la", "left atrium", _RIGHT, 0.25, lambda b: b.means["p_la"]),
    ("lv", "LV, end-diastolic", _RIGHT, 0.5, lambda b: b.read.lvedp),
    ("ao", "aorta", _RIGHT, 0.75, lambda b: b.means["p_ao"]),
    ("sa", "arteries", _RIGHT, 1.0, lambda b: b.means["p_sa"]),
)
_VALVES = (
    ("ra", "rv", "tricuspid valve", "tv"),
    ("rv", "pa", "pulmonary valve", "pv"),
    ("la", "lv", "mitral valve", "mv"),
    ("lv", "ao", "aortic valve", "av"),
)


def scheme(drawn: Sequence[Drawn], notes: tuple[str, ...] = ()) -> Scheme:
    """The loop of each circulation at its beat."""
    pairs = [(d.person, d.beat) for d in drawn]
    nodes = [
        Node(key, name, x, y, tuple(_round(read(b)) for _, b in pairs)) for key, name, x, y, read in _NODES
    ]
    veins = tuple(_round(b.means["sv"] / p.deck.c_sv) for p, b in pairs)
    nodes.append(Node("sv", "veins", _LEFT, 1.0, veins))
    links = [*_vessels(pairs), *_leaks(pairs), *_attached(pairs)]
    reading = (
        "Boxes: mean pressure in mmHg, of the ventricles that at the end of filling. Arrows: mean net flow "
        "in L/min; leaks in mL a beat."
    )
    return Scheme(
        "The loop",
        _sentence(drawn, links),
        "pressure",
        "mm[Hg]",
        tuple(nodes),
        tuple(links),
        tuple(d.words for d in drawn),
        (reading, *notes),
    )


def _vessels(pairs: Sequence[tuple[Person, Traced]]) -> list[Link]:
    """The way round: through valves, vessels and beds."""
    valves = [
        Link(source, sink, name, tuple(_flow(b.means[f"q_{key}"]) for _, b in pairs), "L/min")
        for source, sink, name, key in _VALVES
    ]
    beds: tuple[tuple[str, str, str, Callable[[Person, dict[str, Array]], Array]], ...] = (
        ("pa", "pv", "lungs", lambda p, m: (m["p_pa"] - m["p_pv"]) / p.deck.r_pa),
        ("pv", "la", "", lambda p, m: (m["p_pv"] - m["p_la"]) / p.deck.r_pv),
        ("ao", "sa", "", lambda p, m: m["q_ao"]),
        ("sa", "sv", "body", lambda p, m: (m["p_sa"] - m["sv"] / p.deck.c_sv) / p.deck.r_sys),
        ("sv", "ra", "", lambda p, m: (m["sv"] / p.deck.c_sv - m["p_ra"]) / p.deck.r_sv),
    )
    return valves + [
        Link(source, sink, name, tuple(_flow(q(p, b.means)) for p, b in pairs), "L/min")
        for source, sink, name, q in beds
    ]


def _leaks(pairs: Sequence[tuple[Person, Traced]]) -> list[Link]:
    """Valves that let a notable volume back under any plan."""
    links = []
    for source, sink, name, key in _VALVES:
        back = [float(getattr(b.read, f"regurgitant_{key}")) for _, b in pairs]
        if max(back) >= LEAST_LEAK:
            words = f"{name.removesuffix(' valve')} leak"
            links.append(Link(sink, source, words, tuple(_round(v) for v in back), "mL a beat", "leak"))
    return links


def _attached(pairs: Sequence[tuple[Person, Traced]]) -> list[Link]:
    """Pumps, holes, shunts and the coronary arteries that carry anything under any plan."""
    links = []
    for name, source, sink, flow in _WAYS:
        values = tuple(_mean(flow(p.attached, b)) for p, b in pairs)
        if max((abs(v) for v in values if v is not None), default=0.0) >= LEAST_FLOW:
            links.append(Link(source, sink, name, values, "L/min", "device"))
    return links


def _rotor(name: str, source: str) -> Callable[[Attached, Traced], Array | None]:
    def flow(on: Attached, beat: Traced) -> Array | None:
        pump, seen = getattr(on, name), beat.signals
        return None if pump is None else devices.rotor_flow(pump, seen.p_ao - getattr(seen, source))

    return flow


def _hole(name: str, source: str, sink: str) -> Callable[[Attached, Traced], Array | None]:
    def flow(on: Attached, beat: Traced) -> Array | None:
        area, seen = getattr(on, name), beat.signals
        return None if area is None else devices.hole_flow(area, getattr(seen, source) - getattr(seen, sink))

    return flow


_WAYS: tuple[tuple[str, str, str, Callable[[Attached, Traced], Array | None]], ...] = (
    ("LVAD", "lv", "ao", lambda on, b: None if on.lvad is None else b.state.q_lvad),
    ("Impella", "lv", "ao", _rotor("impella", "p_lv")),
    ("ECMO", "ra", "ao", _rotor("ecmo", "p_ra")),
    ("coronary arteries", "ao", "ra", lambda on, b: None if on.coronary is None else b.signals.q_cor),
    ("atrial hole", "la", "ra", _hole("asd", "p_la", "p_ra")),
    ("ventricular hole", "lv", "rv", _hole("vsd", "p_lv", "p_rv")),
    ("duct or shunt", "ao", "pa", _hole("pda", "p_ao", "p_pa")),
    (
        "Blalock–Taussig shunt", "ao", "pa",
        lambda on, b: None if on.bt is None else on.bt * (b.signals.p_ao - b.signals.p_pa),
    ),
)  # fmt: skip


def _sentence(drawn: Sequence[Drawn], links: Sequence[Link]) -> str:
    said = []
    for k, d in enumerate(drawn):
        means = {name: whole(d.beat.means[f"p_{name}"]) for name in ("ao", "ra", "pa", "la")}
        text = (
            f"{d.name}: {float(d.beat.read.co):.1f} L/min; mean pressures: aorta {means['ao']}, right atrium "
        )
        text += f"{means['ra']}, lung arteries {means['pa']}, left atrium {means['la']} mmHg"
        extra = [(link, link.values[k]) for link in links if link.kind != "flow"]
        said.append(text + "".join(f", {link.name} {v:g} {link.unit}" for link, v in extra if v is not None))
    return f"Scheme of the circulation with pressures and flows. {'. '.join(said)}."


def _mean(flow: Array | None) -> float | None:
    return None if flow is None else _flow(np.mean(np.asarray(flow)))


def _flow(per_second: Array) -> float:
    return _round(PER_MINUTE * float(per_second))


def _round(value: Array) -> float:
    return float(f"{float(value):.3g}")
