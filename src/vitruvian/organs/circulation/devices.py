"""What can be attached to the loop: pumps, a balloon, holes between compartments, the coronary arteries.

Every device turns pressures into a flow between two compartments, so that no volume is made or lost.
Constants without a reference here are unverified and meant to be fitted.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp

from vitruvian.organs.circulation.valves import LOSS

Array = Any


class Lvad(NamedTuple):
    """Axial pump from the LV to the aorta (form and constants of Simaan 2009, doi:10.1109/TCST.2008.912123).

    speed rpm; lift mmHg/rpm²; resistance mmHg s/mL and inertance mmHg s²/mL of pump and cannulae.
    """

    speed: Array = 9000.0
    lift: Array = 9.9025e-7
    resistance: Array = 0.1707 + 0.1354
    inertance: Array = 0.02177 + 0.0254
    suction: Array = 3.5
    suction_below: Array = 1.0


class Rotor(NamedTuple):
    """Pump without inertia: Q = max(0, head − Δp)/resistance. VA-ECMO (RA → Ao), Impella (LV → Ao).

    head mmHg at zero flow; resistance mmHg s/mL. verified=False.
    """

    head: Array = 180.0
    resistance: Array = 2.0


class Balloon(NamedTuple):
    """Intra-aortic balloon: `size` mL fills the aorta from `inflate` to `deflate` s after ventricular onset.

    ramp s of filling and emptying; `deflate` is counted back from the next onset. verified=False.
    """

    size: Array = 40.0
    inflate: Array = 0.34
    deflate: Array = 0.06
    ramp: Array = 0.05


class Coronary(NamedTuple):
    """Coronary bed with an intramyocardial compartment (one-compartment form after Kim 2010,
    doi:10.1007/s10439-010-0083-6): squeezed by `squeeze` times the LV's pressure.

    r_in, r_out mmHg s/mL; c mL/mmHg. Stenosis (Young–Tsai): viscous mmHg s/mL, and `narrowing` = (A₀/A_s − 1)
    with vessel `area` cm² and K_t 1.52. graft: conductance 1/(mmHg s/mL) of a bypass past the stenosis.
    """

    r_in: Array = 12.0
    r_out: Array = 5.0
    c: Array = 0.06
    squeeze: Array = 0.75
    viscous: Array = 0.0
    narrowing: Array = 0.0
    area: Array = 0.10
    graft: Array = 0.0


class Attached(NamedTuple):
    """Devices in use; None costs nothing. Holes: area cm² of asd (LA→RA), vsd (LV→RV), pda (Ao→PA).

    bt  conductance, mL/(s mmHg), of a Blalock–Taussig shunt (Ao→PA)
    """

    lvad: Lvad | None = None
    ecmo: Rotor | None = None
    impella: Rotor | None = None
    balloon: Balloon | None = None
    coronary: Coronary | None = None
    asd: Array | None = None
    vsd: Array | None = None
    pda: Array | None = None
    bt: Array | None = None


NOTHING = Attached()
_K_TURBULENT = 1.52


def lvad_flow(pump: Lvad, before: Array, p_lv: Array, p_ao: Array, dt: Array) -> Array:
    """Pump flow after a step, mL/s; a ventricle sucked empty resists."""
    suction = pump.suction * jnp.maximum(pump.suction_below - p_lv, 0.0)
    force = pump.lift * pump.speed * pump.speed - (p_ao - p_lv)
    inertia = pump.inertance / dt
    return (inertia * before + force) / (inertia + pump.resistance + suction)


def rotor_flow(pump: Rotor, drop: Array) -> Array:
    """Flow, mL/s, against `drop` = outlet − inlet pressure; no backflow."""
    return jnp.maximum(pump.head - drop, 0.0) / pump.resistance


def hole_flow(area: Array, drop: Array) -> Array:
    """Flow through an orifice, mL/s, linear below 0.1 mmHg so that its derivative is bounded."""
    return area * drop / jnp.sqrt(LOSS * jnp.sqrt(drop * drop + 0.01))


def balloon_volume(balloon: Balloon, since_onset: Array, period: Array) -> Array:
    """Volume in the balloon, mL, `since_onset` s after ventricular onset."""
    fill = jax.nn.sigmoid(8.0 * ((since_onset - balloon.inflate) / balloon.ramp - 0.5))
    empty = jax.nn.sigmoid(8.0 * ((period - balloon.deflate - since_onset) / balloon.ramp - 0.5))
    return balloon.size * fill * empty


def coronary_flows(
    bed: Coronary, volume: Array, p_ao: Array, p_lv: Array, p_ra: Array
) -> tuple[Array, Array]:
    """Flow into and out of the coronary bed, mL/s."""
    inside = volume / bed.c + bed.squeeze * jnp.maximum(p_lv, 0.0)
    return _through(bed, p_ao - inside), jnp.maximum(inside - p_ra, 0.0) / bed.r_out


def _through(bed: Coronary, drop: Array) -> Array:
    """Flow through stenosis and graft in parallel, then the bed: K q|q| + R q = Δp for the native vessel."""
    turbulent = _K_TURBULENT * LOSS * (bed.narrowing / bed.area) ** 2
    linear = bed.r_in + bed.viscous
    native = 2.0 * drop / (linear + jnp.sqrt(linear * linear + 4.0 * turbulent * jnp.abs(drop)))
    return native + bed.graft * (drop - bed.r_in * native) / (1.0 + bed.graft * bed.r_in)
