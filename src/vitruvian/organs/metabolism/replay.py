"""Model A: the person's own glucose twin, identifiable from CGM, insulin and meals.

    Qsto1' = -kempt Qsto1 + D(t - beta)      Qsto2' = kempt (Qsto1 - Qsto2)      Qgut' = kempt Qsto2 - kabs
    Qgut Isc1'  = -kd Isc1 + u(t - tau)           Isc2'  = kd Isc1 - ka2 Isc2         Ip'   = ka2 Isc2 - ke Ip
    + depot X'     = -p2 [X - SI(t) (Ip - Ipb) / VI] G'     = -[SG + rho(G) X] G + SG Gb + (Ra + exercise) /
    VG                   IG'   = (G - IG) / alpha

Q in mg/kg per meal class, Isc and Ip in mU/kg, X in 1/min, G and IG in mg/dL, Ra = f sum kabs Qgut.
Long-acting insulin passes two equal depots (rate k) straight into plasma. rho raises insulin action below Gb.
With the published priors VG is fixed and rho as printed; the own twin learns VG and how far rho rises.
The linear chains are stepped exactly; G by an exponential step with the mean of Ra over the step, so that
mass is conserved to rounding. Glucose is lost with the urine only under an SGLT2 inhibitor (`glucosuria`).
Leaves out: glucagon, renal loss without that drug, the slow rise of sensitivity after exercise.
Source: Cappon et al. 2023, doi:10.1109/TBME.2023.3286856 (structure, population priors); VI as in its
published code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, NamedTuple

import jax.numpy as jnp
import numpy as np

from vitruvian.engine.discrepancy import Discrepancy, Wandering
from vitruvian.engine.intervention import Intervention
from vitruvian.engine.model import Input, Model, Outcome, Parameter
from vitruvian.engine.propagator import exponential
from vitruvian.organs.metabolism import exercise, glucosuria
from vitruvian.organs.metabolism.replay_priors import PUBLISHED, own_parameters
from vitruvian.organs.metabolism.risk import OUTCOMES
from vitruvian.organs.metabolism.therapy import INTERVENTIONS

Array = Any

VG = 1.45
"""Glucose distribution volume with the published priors, dL/kg; also of the pool that exercise draws on."""
VI = 0.135
"""Insulin distribution volume, L/kg."""
KE = 0.127
"""Insulin clearance, 1/min."""
INSULIN_DELAY = 8.0
"""tau, min."""
ABSORBED = 0.9
"""f, share of the carbohydrate that reaches plasma."""
SENSOR_DELAY = 7.0
"""alpha, min."""
R1, R2 = 1.4407, 0.8124
COUNTERED, LOWEST = 60.0, 35.0
"""Glucose below which falls are damped in forecasts, and where they end, mg/dL; verified=False."""
CARBS_PER_KCAL = 0.47 / 4.0
"""g of carbohydrate in a kcal of a mixed meal: 45-50 % of the energy at 4 kcal/g."""
MEAL_SPREAD = 0.5
"""SD of the log of a meal's carbohydrate when only its energy was noted: about 0.35 each for the guessed
energy and for the share of carbohydrate in it (verified=False)."""
MEALS = ("B", "L", "D", "S", "H")
SPOKEN = {"breakfast": "B", "lunch": "L", "dinner": "D", "snack": "S"}
_LINE = 13
_SUBSTEPS = 2


class State(NamedTuple):
    """Gut masses per meal class (C,), insulin chain, effect, glucose, delay lines, depots, exercise."""

    stomach1: Array
    stomach2: Array
    gut: Array
    under_skin1: Array
    under_skin2: Array
    plasma: Array
    effect: Array
    glucose: Array
    tissue: Array
    meal_line: Array
    insulin_line: Array
    depot1: Array
    depot2: Array
    exertion: exercise.Exertion


class Readout(NamedTuple):
    """At a step's end: interstitial and plasma glucose, mean appearance (mg/(kg min)), insulin, effect."""

    tissue: Array
    glucose: Array
    appearance: Array
    plasma: Array
    effect: Array


def meal_of_hour(minute: float, label: str, meals: tuple[str, ...] = MEALS) -> int:
    """Class of a meal: its label when it is one of `meals`, else by the hour (04-11 B, 11-17 L, else D)."""
    label = SPOKEN.get(label, label)
    if label in meals:
        return meals.index(label)
    by_hour = "B" if 240 <= minute < 660 else "L" if 660 <= minute < 1020 else "D"
    return meals.index(by_hour) if by_hour in meals else 0


@dataclass(frozen=True)
class Replay(Model):
    """Glucose twin of one person with type 1 diabetes or none; see the module for equations and units.

    meals  classes with their own absorption; one class when absorption is shared by all meals
    published  True for the published population priors and three independent sensitivities
    """

    meals: tuple[str, ...] = ("all",)
    published: bool = False

    name: ClassVar[str] = "metabolism"
    version: ClassVar[str] = "1"
    time_unit: ClassVar[str] = "min"
    exchange: ClassVar[float] = 5.0
    interventions: ClassVar[tuple[Intervention, ...]] = INTERVENTIONS
    outcomes: ClassVar[tuple[Outcome, ...]] = OUTCOMES
    domain: ClassVar[str] = "adults with type 1 diabetes on injections or a pump, glucose 40-400 mg/dL"
    state_bytes: ClassVar[int] = 8 * 100

    @property
    def parameters(self) -> tuple[Parameter, ...]:  # type: ignore[override]
        """Priors of the person's own twin, or those published with the model."""
        return PUBLISHED if self.published else own_parameters()

    @property
    def inputs(self) -> tuple[Input, ...]:  # type: ignore[override]
        """Meals (counted or by energy), rapid and long-acting insulin, pump basal, exercise."""
        many = len(self.meals) > 1
        sort = partial(meal_of_hour, meals=self.meals) if many else None
        return (
            Input("carbs", "g", spread=0.25, classes=len(self.meals), classify=sort),
            Input("meal_energy", "kcal", spread=MEAL_SPREAD, classes=len(self.meals), classify=sort),
            Input("insulin_bolus", "[iU]"),
            Input("insulin_basal_rate", "[iU]/h", kind="level"),
            Input("insulin_long_acting", "[iU]", spread=0.3),
            Input("exercise_intensity", "1", kind="level"),
            Input("sglt2_inhibitor", "%", kind="level"),
        )

    @property
    def observes(self) -> Mapping[str, Discrepancy]:  # type: ignore[override]
        """Interstitial glucose, up to a wandering rate error and sensor noise."""
        return {"glucose_interstitial": Wandering("error_sd", "error_memory", "rate_time", "sensor_sd")}

    def prepare(self, p: dict[str, Array], person: dict[str, Array], static: Any) -> dict[str, Array]:
        """Propagators of the two linear chains, delays as weights, and the basal insulin level."""
        kempt, ka2 = p["kempt"], p["ka2"]
        kabs = jnp.stack([p[f"kabs_{m}"] if self.published else p["kabs"] for m in self.meals])
        kabs = kempt * -jnp.expm1(-kabs / kempt)
        kd = ka2 + 0.003 * jnp.logaddexp(0.0, (p["kd"] - ka2) / 0.003)
        beta = jnp.stack([self._delay(p, m) for m in self.meals])
        step = self.exchange / _SUBSTEPS
        tent = jnp.maximum(0.0, 1.0 - jnp.abs(jnp.arange(_LINE)[:, None] - beta / self.exchange))
        ready = dict(p) | _gut_steps(kempt, kabs, step) | _insulin_steps(kd, ka2, p["p2"], step)
        ready |= {"tent": tent, "weight": person["weight"], "gb": p["Gb"]}
        ready["volume"] = jnp.asarray(VG) if self.published else p["VG"]
        ready["rise"] = jnp.ones(()) if self.published else p["low_rise"]
        ready["ipb"] = person["basal_u_per_min"] * 1000.0 / person["weight"] / KE
        ready.setdefault("urine_clearance", jnp.zeros(()))
        ready["sensitivity"] = self._sensitivity(p)
        return ready

    def _delay(self, p: dict[str, Array], meal: str) -> Array:
        if not self.published:
            return p["beta"]
        return jnp.zeros(()) if meal == "H" else p[f"beta_{meal}"]

    def _sensitivity(self, p: dict[str, Array]) -> Array:
        """SI over 04-11, 11-17 and 17-04 h, dL/(kg min) per mU/L divided by VG: 1/min per mU/L, (3,)."""
        if self.published:
            return jnp.stack([p["SI_B"], p["SI_L"], p["SI_D"]]) / VG
        return p["SI"] / p["VG"] * jnp.stack([jnp.ones(()), p["si_midday"], p["si_night"]])

    def initial(self, p: dict[str, Array], person: dict[str, Array], static: Any, key: Array) -> State:
        """Steady state at basal insulin with the first known glucose; long-acting depots on their routine."""
        none = jnp.zeros(len(self.meals))
        zero = jnp.zeros(())
        start = person["glucose_start"]
        glucose = jnp.where(start > 0, start, p["gb"])
        pumped = person["pump_u_per_min"] * 1000.0 / person["weight"]
        depot1, depot2 = _routine_depots(p["depot_rate"], person)
        return State(
            none, none, none,
            pumped / p["kd_used"], pumped / p["ka2"], p["ipb"], zero, glucose, glucose,
            jnp.zeros((_LINE - 1, len(self.meals))), jnp.stack([pumped, pumped]),
            depot1, depot2, exercise.at_rest(),
        )  # fmt: skip

    def advance(
        self, p: dict[str, Array], state: State, u: dict[str, Array], t0: Array, static: Any, key: Array
    ) -> tuple[State, Readout]:
        """Five minutes: delays, then exact chain steps with the exponential glucose step."""
        per_kg = 1000.0 / p["weight"]
        meal = per_kg * jnp.atleast_1d(u["carbs"] + CARBS_PER_KCAL * u["meal_energy"])
        line = jnp.concatenate([meal[None], state.meal_line])
        eaten = jnp.sum(line * p["tent"], axis=0)
        insulin = per_kg * (u["insulin_bolus"] + u["insulin_basal_rate"] / 60.0)
        lag = INSULIN_DELAY / self.exchange - 1.0
        injected = (1.0 - lag) * state.insulin_line[0] + lag * state.insulin_line[1]
        depots, released = _depot_step(p["depot_rate"], state, u["insulin_long_acting"], self.exchange)
        exertion, gain = exercise.advance(
            state.exertion, u["exercise_intensity"], p["exercise_strength"], self.exchange
        )
        sensitivity = _at_hour(p["sensitivity"], t0)
        now = state._replace(
            meal_line=line[:-1],
            insulin_line=jnp.stack([insulin, state.insulin_line[0]]),
            depot1=depots[0], depot2=depots[1], exertion=exertion,
        )  # fmt: skip
        appearance = jnp.zeros(())
        loss = glucosuria.rate(p["urine_clearance"], u["sglt2_inhibitor"], p["weight"], p["volume"])
        drive = (eaten, injected, released * per_kg, sensitivity, gain, loss)
        for _ in range(_SUBSTEPS):
            now, part = _substep(p, now, *drive, self.exchange)
            appearance = appearance + part / _SUBSTEPS
        return now, Readout(now.tissue, now.glucose, appearance, now.plasma, now.effect)

    def observe(self, p: dict[str, Array], readout: Readout) -> dict[str, Array]:
        """Interstitial glucose, mg/dL."""
        return {"glucose_interstitial": readout.tissue}

    def possible(self, signal: str, values: Array) -> Array:
        """Falls below 60 mg/dL are damped towards 35: counter-regulation, which the model leaves out."""
        raw = np.asarray(values)
        damped = LOWEST + (COUNTERED - LOWEST) * np.exp(
            np.minimum(raw - COUNTERED, 0.0) / (COUNTERED - LOWEST)
        )
        return np.where(raw < COUNTERED, damped, raw)


def _substep(
    p: dict[str, Array], s: State, eaten: Array, injected: Array, released: Array,
    sensitivity: Array, gain: Array, loss: Array, exchange: float,
) -> tuple[State, Array]:  # fmt: skip
    """One part of the exchange step; returns the mean glucose appearance in it, mg/(kg min)."""
    step = exchange / _SUBSTEPS
    stomach1 = p["g11"] * s.stomach1 + p["g1u"] * eaten
    stomach2 = p["g21"] * s.stomach1 + p["g11"] * s.stomach2 + p["g2u"] * eaten
    gut = p["g31"] * s.stomach1 + p["g32"] * s.stomach2 + p["g33"] * s.gut + p["g3u"] * eaten
    held = jnp.sum(s.stomach1 + s.stomach2 + s.gut - stomach1 - stomach2 - gut)
    appearance = ABSORBED * (held / step + jnp.sum(eaten))
    above = s.plasma - p["ipb"]
    under_skin1 = p["i11"] * s.under_skin1 + p["i1u"] * injected
    under_skin2 = p["i21"] * s.under_skin1 + p["i22"] * s.under_skin2 + p["i2u"] * injected
    plasma = (p["i31"] * s.under_skin1 + p["i32"] * s.under_skin2 + p["i33"] * s.plasma
              + p["i3u"] * injected + p["i3w"] * released)  # fmt: skip
    drive = (p["i41"] * s.under_skin1 + p["i42"] * s.under_skin2 + p["i43"] * above
             + p["i4u"] * injected + p["i4w"] * (released - KE * p["ipb"]))  # fmt: skip
    effect = p["i44"] * s.effect + sensitivity * drive
    supply = appearance / p["volume"] + gain / VG
    glucose = _glucose_step(p, s.glucose, 0.5 * (s.effect + effect), supply, loss, step)
    decay = jnp.exp(-step / SENSOR_DELAY)
    ramp = (1.0 - decay) * SENSOR_DELAY / step
    tissue = decay * s.tissue + (ramp - decay) * s.glucose + (1.0 - ramp) * glucose
    after = s._replace(stomach1=stomach1, stomach2=stomach2, gut=gut, under_skin1=under_skin1,
                       under_skin2=under_skin2, plasma=plasma, effect=effect, glucose=glucose,
                       tissue=tissue)  # fmt: skip
    return after, appearance


def _glucose_step(
    p: dict[str, Array], glucose: Array, effect: Array, supply: Array, loss: Array, step: float
) -> Array:
    """Exponential step with rho taken at a predicted midpoint; glucose stays above 1 mg/dL."""
    lost = glucosuria.sink(loss, glucose)
    first = p["SG"] + lost + _rho(glucose, p["gb"], p["rise"]) * effect
    supply = p["SG"] * p["gb"] + lost * glucosuria.THRESHOLD + supply
    middle = jnp.maximum(glucose + 0.5 * step * (supply - first * glucose), 1.0)
    rate = p["SG"] + lost + _rho(middle, p["gb"], p["rise"]) * effect
    rate = jnp.where(jnp.abs(rate) < 1e-9, 1e-9, rate)
    decay = jnp.exp(-rate * step)
    return jnp.maximum(glucose * decay + supply * (1.0 - decay) / rate, 1.0)


def _rho(glucose: Array, basal: Array, rise: Array) -> Array:
    """Rise of insulin action below basal glucose: 1 at Gb, held at its 60 mg/dL value below that.

    rise  1 as published, 0 for an action that does not depend on glucose
    """
    low = jnp.clip(glucose, 60.0, basal)
    return 1.0 + rise * 10.0 * R1 * jnp.square(_log_power(low) - _log_power(basal))


def _log_power(glucose: Array) -> Array:
    """ln(G)^r2 without a real power in the inner loop."""
    return jnp.exp(R2 * jnp.log(jnp.log(glucose)))


def _at_hour(three: Array, t0: Array) -> Array:
    """Value of the window (04-11, 11-17, 17-04 h) that holds the minute t0."""
    minute = jnp.mod(t0, 1440.0)
    morning = (minute >= 240.0) & (minute < 660.0)
    midday = (minute >= 660.0) & (minute < 1020.0)
    return jnp.where(morning, three[0], jnp.where(midday, three[1], three[2]))


def _gut_steps(kempt: Array, kabs: Array, step: float) -> dict[str, Array]:
    """Entries of the gut propagator; stomach entries are shared, gut entries are per class (C,)."""

    def of(k: Array) -> Array:
        zero = jnp.zeros_like(kempt)
        rows = [
            [-kempt, zero, zero, zero + 1.0],
            [kempt, -kempt, zero, zero],
            [zero, kempt, -k, zero],
            [zero] * 4,
        ]
        return exponential(jnp.stack([jnp.stack(r) for r in rows]), step)

    each = jnp.stack([of(k) for k in kabs])
    return {
        "g11": each[0, 0, 0], "g1u": each[0, 0, 3], "g21": each[0, 1, 0], "g2u": each[0, 1, 3],
        "g31": each[:, 2, 0], "g32": each[:, 2, 1], "g33": each[:, 2, 2], "g3u": each[:, 2, 3],
    }  # fmt: skip


def _insulin_steps(kd: Array, ka2: Array, p2: Array, step: float) -> dict[str, Array]:
    """Entries of the propagator of (Isc1, Isc2, Ip, X at unit sensitivity; bolus, basal release)."""
    zero = jnp.zeros_like(kd)
    rows = [
        [-kd, zero, zero, zero, zero + 1.0, zero],
        [kd, -ka2, zero, zero, zero, zero],
        [zero, ka2, zero - KE, zero, zero, zero + 1.0],
        [zero, zero, p2 / VI, -p2, zero, zero],
        [zero] * 6,
        [zero] * 6,
    ]
    e = exponential(jnp.stack([jnp.stack(r) for r in rows]), step)
    return {
        "kd_used": kd, "i11": e[0, 0], "i1u": e[0, 4], "i21": e[1, 0], "i22": e[1, 1], "i2u": e[1, 4],
        "i31": e[2, 0], "i32": e[2, 1], "i33": e[2, 2], "i3u": e[2, 4], "i3w": e[2, 5],
        "i41": e[3, 0], "i42": e[3, 1], "i43": e[3, 2], "i44": e[3, 3], "i4u": e[3, 4], "i4w": e[3, 5],
    }  # fmt: skip


def _routine_depots(rate: Array, person: dict[str, Array]) -> tuple[Array, Array]:
    """Both depots (U) on the person's daily routine, `routine_minutes_ago` after the last routine dose."""
    since = person["routine_minutes_ago"] + 1440.0 * jnp.arange(12.0)
    first = person["routine_u"] * jnp.exp(-rate * since)
    return jnp.sum(first), jnp.sum(first * rate * since)


def _depot_step(rate: Array, s: State, dose_rate: Array, step: float) -> tuple[tuple[Array, Array], Array]:
    """Depots after the step, dose taken at its start, and their mean release into plasma, U/min."""
    first, second = s.depot1 + dose_rate * step, s.depot2
    decay = jnp.exp(-rate * step)
    after = (first * decay, (second + rate * step * first) * decay)
    return after, (first + second - after[0] - after[1]) / step
