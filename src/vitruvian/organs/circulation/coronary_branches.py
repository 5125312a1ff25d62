"""Flow to the heart's own muscle through its three arteries, narrowed, stented or bypassed.

A narrowing loses Δp = a q + b q² (Young and Tsai 1973, doi:10.1016/0021-9290(73)90099-7; Gould 1978,
doi:10.1161/01.RES.43.2.242): a = 32 μ (L/D)(A₀/A_s)²/(D A₀) with L = 0.83 L_s + 1.64 D_s, b = 1.52 ρ/2
(A₀/A_s − 1)²/A₀². The bed behind it dilates at rest until its flow is what it needs or it is as wide as it
can; then the flow falls. Fractional reserve is the pressure behind the narrowing over that before it when the
bed is wide (Pijls 1993, doi:10.1161/01.CIR.87.4.1354). Mean flows of a steady beat; papers not opened, all
constants from memory: verified=False.

Flow does not act on force here: ischaemia weakens no muscle, and what PCI or CABG does to how a heart
contracts is not answered. No collaterals, no narrowing of small vessels, no grafts that close.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from vitruvian.core.errors import PlanError
from vitruvian.organs.circulation.valves import LOSS

K_TURBULENT, VISCOSITY, DYN = 1.52, 0.035, 1333.22
"""1, poise, dyn/cm² in a mmHg."""
WIDEST = 4.0
"""Flow of a healthy bed that is wide open, over that at rest."""
RESIDUAL = 10.0
"""Percent of diameter that a stent leaves narrow."""
GRAFTS: Mapping[str, float] = {"mammary": 0.25, "vein": 0.40}
"""Diameters of grafts, cm; all are GRAFT_CM long."""
GRAFT_CM, NARROW_CM = 20.0, 1.0
_MOST = 99.0


@dataclass(frozen=True, slots=True)
class Branch:
    """A coronary artery: share of the heart's flow, and diameter before the narrowing, cm (Dodge 1992,
    doi:10.1161/01.CIR.86.1.232)."""

    share: float
    diameter: float


BRANCHES: Mapping[str, Branch] = {
    "lad": Branch(0.45, 0.37), "lcx": Branch(0.25, 0.34), "rca": Branch(0.30, 0.39),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Narrowing:
    """percent of the diameter, length cm; graft: conductance of a bypass around it, mL/(s mmHg)."""

    percent: float
    length: float = NARROW_CM
    graft: float = 0.0


@dataclass(frozen=True, slots=True)
class Supply:
    """Of one branch: flow at rest and with a wide bed mL/s, their ratio, and the fractional reserve."""

    rest: float
    wide: float
    reserve: float
    pressure_ratio: float


def losses(percent: float, diameter: float, length: float = NARROW_CM) -> tuple[float, float]:
    """a mmHg s/mL and b mmHg s²/mL² of a narrowing by `percent` of `diameter` cm; (0, 0) without one.

    Raises PlanError outside 0 to 99 %.
    """
    if not 0.0 <= percent <= _MOST:
        raise PlanError(f"a narrowing of {percent:g} % of the diameter cannot be: give 0 to {_MOST:g}")
    if percent == 0.0:
        return 0.0, 0.0
    area, inner = 0.25 * math.pi * diameter**2, diameter * (1.0 - 0.01 * percent)
    ratio = (diameter / inner) ** 2
    viscous = 32.0 * (0.83 * length + 1.64 * inner) / diameter * ratio**2
    return viscous * VISCOSITY / (diameter * area) / DYN, K_TURBULENT * LOSS * ((ratio - 1.0) / area) ** 2


def supply(branch: Branch, narrowing: Narrowing | None, drop: float, total: float, venous: float) -> Supply:
    """What a branch carries between `drop` = aortic − venous mmHg; total: the heart's flow at rest mL/s."""
    needed = branch.share * total
    widest = drop / (WIDEST * needed)
    a, b = losses(narrowing.percent, branch.diameter, narrowing.length) if narrowing else (0.0, 0.0)
    wide, lost = _through(a, b, narrowing.graft if narrowing else 0.0, widest, drop)
    rest = min(needed, wide)
    return Supply(rest, wide, wide / rest, (drop - lost + venous) / (drop + venous))


def _through(a: float, b: float, graft: float, bed: float, drop: float) -> tuple[float, float]:
    """Flow through narrowing and graft beside each other and then the bed, mL/s, and mmHg lost before it."""
    beside = 1.0 + bed * graft
    linear, square = bed + beside * a, beside * b
    native = 2.0 * drop / (linear + math.sqrt(linear * linear + 4.0 * square * drop))
    lost = a * native + b * native * native
    return native + graft * lost, lost


def heart_supply(
    narrowings: Mapping[str, Narrowing], drop: float, total: float, venous: float = 5.0
) -> dict[str, Supply]:
    """Supply of all three branches; raises PlanError for a branch that there is not."""
    for name in narrowings:
        _known(name)
    return {
        name: supply(branch, narrowings.get(name), drop, total, venous) for name, branch in BRANCHES.items()
    }


def stented(
    narrowings: Mapping[str, Narrowing], name: str, residual: float = RESIDUAL
) -> dict[str, Narrowing]:
    """PCI: the branch's narrowing is cut to `residual` percent.

    Raises PlanError where none is declared, or it is no wider afterwards.
    """
    found = _declared(narrowings, name, "PCI")
    if not 0.0 <= residual < found.percent:
        raise PlanError(f"PCI of {name} would leave {residual:g} % of {found.percent:g} %: give less")
    return dict(narrowings) | {name: replace(found, percent=residual)}


def bypassed(narrowings: Mapping[str, Narrowing], name: str, graft: str = "mammary") -> dict[str, Narrowing]:
    """CABG: a graft around the branch's narrowing, its conductance by Poiseuille's law.

    Raises PlanError where no narrowing is declared, or for a graft that there is not.
    """
    found = _declared(narrowings, name, "CABG")
    if graft not in GRAFTS:
        raise PlanError(f"no graft {graft!r}: name one of {', '.join(GRAFTS)}")
    conducts = math.pi * GRAFTS[graft] ** 4 / (128.0 * VISCOSITY * GRAFT_CM) * DYN
    return dict(narrowings) | {name: replace(found, graft=found.graft + conducts)}


def _known(name: str) -> None:
    if name not in BRANCHES:
        raise PlanError(f"no coronary branch {name!r}: name one of {', '.join(BRANCHES)}")


def _declared(narrowings: Mapping[str, Narrowing], name: str, act: str) -> Narrowing:
    _known(name)
    if name not in narrowings or narrowings[name].percent <= 0.0:
        raise PlanError(
            f"{act} of {name} has nothing to act on: declare its narrowing, in percent of the diameter"
        )
    return narrowings[name]
