"""Model B: the UVA/Padova type 1 diabetes simulator S2008, as the package simglucose 0.2.11 runs it.

    kgut(q) = kmin + (kmax - kmin)/2 {tanh[aa (q - b Dbar)] - tanh[cc (q - d Dbar)] + 2},  q = Qsto1 + Qsto2
    aa = 5 / (2 Dbar (1 - b))    cc = 5 / (2 Dbar d)    Dbar = q when the meal began + mg eaten since
    Qsto1' = -kmax Qsto1 + meal    Qsto2' = kmax Qsto1 - kgut Qsto2    Qgut' = kgut Qsto2 - kabs Qgut
    Gp' = max(0, kp1 - kp2 Gp - kp3 Id) + f kabs Qgut / BW - Fsnc - ke1 max(0, Gp - ke2) - k1 Gp + k2 Gt
    Gt' = k1 Gp - k2 Gt - (Vm0 + Vmx X) Gt / (Km0 + Gt)
    Ip' = -(m2 + m4) Ip + m1 Il + ka1 Isc1 + ka2 Isc2        Il' = -(m1 + m30) Il + m2 Ip
    X'  = p2u (Ip/Vi - Ib - X)        Id1' = ki (Ip/Vi - Id1)        Id' = ki (Id1 - Id)
    Isc1' = u - (ka1 + kd) Isc1       Isc2' = kd Isc1 - ka2 Isc2     Gsc' = ksc (Gp - Gsc)

Q in mg, Gp, Gt, Gsc in mg/kg, Ip, Il, Isc in pmol/kg, X, Id1, Id in pmol/L, u in pmol/(kg min); exercise
adds its two flows to Gp and Gt. Stepped by RK4, one minute at a time, a quarter while somebody eats. It has
no free parameter: the numbers of a virtual person come with `person`, so a cohort is one call.
Leaves out: glucagon and the risk term of later versions, day-to-day change of sensitivity.
Source: Dalla Man et al. 2007, doi:10.1109/TBME.2007.893506; state layout and meal memory as in simglucose.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

import jax
import jax.numpy as jnp

from vitruvian.engine.discrepancy import Discrepancy, White
from vitruvian.engine.intervention import Intervention
from vitruvian.engine.model import Input, Model, Outcome
from vitruvian.organs.metabolism import exercise
from vitruvian.organs.metabolism.risk import OUTCOMES
from vitruvian.organs.metabolism.therapy import INTERVENTIONS

Array = Any

PMOL_PER_U = 6000.0
"""pmol of insulin in a unit, the figure of the UVA/Padova papers."""
NO_EXERCISE = exercise.Flows(0.0, 0.0)
EATING_PARTS = 4
"""RK4 steps in a minute with food: the stomach gate, steep in some people, is passed within a minute."""


class Virtual(NamedTuple):
    """Numbers of one virtual person, or of N as (N,) arrays; symbols and units as in the module's equations.

    weight in kg, Gb in mg/dL, Vg in dL/kg, Vi in L/kg, u2ss (basal insulin) in pmol/(kg min), rates in 1/min.
    """

    weight: Array
    Gb: Array
    Ib: Array
    u2ss: Array
    kabs: Array
    kmax: Array
    kmin: Array
    b: Array
    d: Array
    f: Array
    Vg: Array
    Vi: Array
    k1: Array
    k2: Array
    Vm0: Array
    Vmx: Array
    Km0: Array
    Fsnc: Array
    ke1: Array
    ke2: Array
    kp1: Array
    kp2: Array
    kp3: Array
    p2u: Array
    ki: Array
    m1: Array
    m2: Array
    m4: Array
    m30: Array
    ka1: Array
    ka2: Array
    kd: Array
    ksc: Array


class Body(NamedTuple):
    """The thirteen states, in the order of the published patient table."""

    stomach1: Array
    stomach2: Array
    gut: Array
    plasma: Array
    tissue: Array
    insulin: Array
    action: Array
    delayed1: Array
    delayed: Array
    liver: Array
    under_skin1: Array
    under_skin2: Array
    sensor: Array


class Meal(NamedTuple):
    """Memory of the present or last meal: Dbar in mg, and 1 while the last minute had food, else 0."""

    size: Array
    eating: Array


class State(NamedTuple):
    """Body, meal memory and exertion."""

    body: Body
    meal: Meal
    exertion: exercise.Exertion


class Readout(NamedTuple):
    """Interstitial and plasma glucose (mg/dL), glucose appearance (mg/(kg min)), plasma insulin (pmol/L)."""

    tissue: Array
    glucose: Array
    appearance: Array
    insulin: Array


@dataclass(frozen=True)
class UvaPadova(Model):
    """A virtual person with type 1 diabetes; `person` holds the fields of `Virtual`.

    minutes  length of an exchange step; RK4 steps inside are one minute. Meals are eaten at the rate at which
             their events are bound (`meals.eaten`); with 5 minutes that rate is averaged over the step.
    """

    minutes: int = 1

    name: ClassVar[str] = "uva-padova"
    version: ClassVar[str] = "1"
    time_unit: ClassVar[str] = "min"
    interventions: ClassVar[tuple[Intervention, ...]] = INTERVENTIONS
    outcomes: ClassVar[tuple[Outcome, ...]] = OUTCOMES
    domain: ClassVar[str] = "virtual people with type 1 diabetes only: no real person is fitted by it"
    state_bytes: ClassVar[int] = 8 * 18
    inputs: ClassVar[tuple[Input, ...]] = (
        Input("carbs", "g"),
        Input("insulin_bolus", "[iU]"),
        Input("insulin_basal_rate", "[iU]/h", kind="level"),
        Input("exercise_intensity", "1", kind="level"),
    )
    observes: ClassVar[Mapping[str, Discrepancy]] = {"glucose_interstitial": White(3.0)}

    @property
    def exchange(self) -> float:  # type: ignore[override]
        """Length of an exchange step, min."""
        return float(self.minutes)

    def prepare(self, p: dict[str, Array], person: dict[str, Array], static: Any) -> dict[str, Array]:
        """The virtual person under one key, as the equations read it."""
        return {"virtual": Virtual(*(person[name] for name in Virtual._fields))}

    def initial(self, p: dict[str, Array], person: dict[str, Array], static: Any, key: Array) -> State:
        """Steady state at basal insulin, stomach empty."""
        body = at_basal(p["virtual"])
        return State(body, Meal(body.stomach1, body.stomach1), exercise.at_rest())

    def advance(
        self, p: dict[str, Array], state: State, u: dict[str, Array], t0: Array, static: Any, key: Array
    ) -> tuple[State, Readout]:
        """RK4 minutes at constant inputs."""
        v: Virtual = p["virtual"]
        insulin = u["insulin_bolus"] + u["insulin_basal_rate"] / 60.0
        for _ in range(self.minutes):
            exertion, flows = exercise.advance_two_pools(
                state.exertion, u["exercise_intensity"], jnp.ones(()), 1.0
            )
            state = State(*minute(v, state.body, state.meal, u["carbs"], insulin, flows), exertion)
        x = state.body
        appearance = v.f * v.kabs * x.gut / v.weight
        return state, Readout(x.sensor / v.Vg, x.plasma / v.Vg, appearance, x.insulin / v.Vi)

    def observe(self, p: dict[str, Array], readout: Readout) -> dict[str, Array]:
        """Interstitial glucose, mg/dL."""
        return {"glucose_interstitial": readout.tissue}


def at_basal(v: Virtual) -> Body:
    """Steady state at basal insulin u2ss and basal glucose Gb, nothing in the gut."""
    zero = 0.0 * v.Gb
    under_skin1 = v.u2ss / (v.ka1 + v.kd)
    insulin = v.u2ss / (v.m2 + v.m4 - v.m1 * v.m2 / (v.m1 + v.m30))
    plasma = v.Gb * v.Vg
    loss = v.ke1 * jnp.maximum(0.0, plasma - v.ke2)
    uptake = v.kp1 - v.kp2 * plasma - v.kp3 * v.Ib - v.Fsnc - loss
    return Body(
        zero, zero, zero, plasma, (v.k1 * plasma - uptake) / v.k2, insulin, zero, v.Ib, v.Ib,
        v.m2 * insulin / (v.m1 + v.m30), under_skin1, v.kd * under_skin1 / v.ka2, plasma,
    )  # fmt: skip


def minute(
    v: Virtual, x: Body, meal: Meal, carbs: Array, insulin: Array, flows: exercise.Flows = NO_EXERCISE
) -> tuple[Body, Meal]:
    """One RK4 minute at `carbs` g/min, `insulin` U/min and the glucose flows of exercise.

    A meal begins when food follows a minute without; its size then counts what is still in the stomach.
    """
    begins = (carbs > 0.0) & (meal.eating <= 0.0)
    size = jnp.where(begins, x.stomach1 + x.stomach2, meal.size) + 1000.0 * carbs
    gate = stomach_gate(v, size)
    drive = (1000.0 * carbs, insulin * (PMOL_PER_U / v.weight), flows)
    parts = jnp.where(jnp.any(carbs > 0.0), EATING_PARTS, 1)
    step = (1.0 / parts).astype(x.plasma.dtype)
    x = jax.lax.fori_loop(0, parts, lambda _, now: runge_kutta(v, now, gate, drive, step), x)
    return x, Meal(size, jnp.where(carbs > 0.0, 1.0, 0.0) + 0.0 * size)


def stomach_gate(v: Virtual, size: Array) -> tuple[Array, ...]:
    """Slopes and places (mg) of the two bends of kgut for a meal of `size` mg, and if there is one."""
    known = jnp.where(size > 0.0, size, 1.0)
    return 2.5 / (known * (1.0 - v.b)), v.b * known, 2.5 / (known * v.d), v.d * known, size > 0.0


def runge_kutta(v: Virtual, x: Body, gate: tuple[Array, ...], drive: tuple[Any, ...], step: Array) -> Body:
    """State `step` minutes later at constant gate and drive (as `rates` takes them)."""
    r1 = rates(v, x, gate, drive)
    r2 = rates(v, _along(x, r1, 0.5 * step), gate, drive)
    r3 = rates(v, _along(x, r2, 0.5 * step), gate, drive)
    r4 = rates(v, _along(x, r3, step), gate, drive)
    mean = Body(*((a + 2.0 * (b + c) + d) * (1.0 / 6.0) for a, b, c, d in zip(r1, r2, r3, r4, strict=True)))
    return _along(x, mean, step)


def rates(v: Virtual, x: Body, gate: tuple[Array, ...], drive: tuple[Any, ...]) -> Body:
    """Time derivatives; gate (of the present meal) and drive (mg/min, pmol/(kg min), flows) are constant."""
    up, up_at, down, down_at, any_meal = gate
    meal, injected, flows = drive
    held = x.stomach1 + x.stomach2
    wave = jnp.tanh(up * (held - up_at)) - jnp.tanh(down * (held - down_at)) + 2.0
    emptying = jnp.where(any_meal, v.kmin + 0.5 * (v.kmax - v.kmin) * wave, v.kmax) * x.stomach2
    leaving = v.kmax * x.stomach1
    absorbed = v.kabs * x.gut
    produced = jnp.maximum(0.0, v.kp1 - v.kp2 * x.plasma - v.kp3 * x.delayed)
    lost = v.Fsnc + v.ke1 * jnp.maximum(0.0, x.plasma - v.ke2)
    exchanged = v.k1 * x.plasma - v.k2 * x.tissue
    used = (v.Vm0 + v.Vmx * x.action) * x.tissue / (v.Km0 + x.tissue)
    plasma = produced + v.f * absorbed / v.weight + flows.plasma - lost - exchanged
    concentration = x.insulin / v.Vi
    first_out = v.kd * x.under_skin1
    second_out = v.ka2 * x.under_skin2
    return Body(
        meal - leaving,
        leaving - emptying,
        emptying - absorbed,
        jnp.where(x.plasma >= 0.0, plasma, 0.0),
        jnp.where(x.tissue >= 0.0, exchanged - used + flows.remote, 0.0),
        v.m1 * x.liver - (v.m2 + v.m4) * x.insulin + v.ka1 * x.under_skin1 + second_out,
        v.p2u * (concentration - v.Ib - x.action),
        v.ki * (concentration - x.delayed1),
        v.ki * (x.delayed1 - x.delayed),
        v.m2 * x.insulin - (v.m1 + v.m30) * x.liver,
        injected - v.ka1 * x.under_skin1 - first_out,
        first_out - second_out,
        v.ksc * (x.plasma - x.sensor),
    )


@jax.jit
def simulate_minutes(v: Virtual, start: Body, carbs: Array, insulin: Array) -> Array:
    """Interstitial glucose of N virtual people at the end of each minute: the lean path for cohorts.

    v, start  fields of shape (N,)
    carbs     (T, N) or (T, 1) g/min really eaten in each minute
    insulin   (T, N) U/min, basal and bolus together
    returns   (T, N) mg/dL, in the precision of `start`
    """
    none = jnp.zeros_like(start.stomach1)

    def step(loop: tuple[Body, Meal], u: tuple[Array, Array]) -> tuple[tuple[Body, Meal], Array]:
        body, meal = minute(v, *loop, *u)
        return (body, meal), body.sensor / v.Vg

    begin = (start, Meal(start.stomach1 + start.stomach2, none))
    glucose: Array = jax.lax.scan(step, begin, (carbs, insulin))[1]
    return glucose


def _along(x: Body, rate: Body, step: Array) -> Body:
    return Body(*(a + step * r for a, r in zip(x, rate, strict=True)))
