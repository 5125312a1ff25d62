"""Model A."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from vitruvian.engine.model import physical
from vitruvian.engine.problem import Event, build
from vitruvian.engine.simulate import simulate
from vitruvian.organs.metabolism.replay import ABSORBED, KE, VI, Replay, meal_of_hour

FACTS = {
    "weight": 70.0, "basal_u_per_min": 0.012, "pump_u_per_min": 0.012, "routine_u": 0.0,
    "routine_minutes_ago": 0.0, "glucose_start": 0.0,
}  # fmt: skip
PUMP = Event("insulin_basal_rate", 0.0, 1440.0, 0.72)


def curve(events=(), facts=FACTS, hours=24.0, model=None, **values):
    """Interstitial glucose of the median person, with some parameters at another z."""
    model = model or Replay()
    problem = build(model, events, (), 60.0 * hours, facts)
    z = np.zeros((1, len(model.parameters) + len(problem.column)))
    for k, q in enumerate(model.parameters):
        z[0, k] = values.get(q.name, 0.0)
    return np.asarray(simulate(model, z, problem).signals["glucose_interstitial"])[0, : int(12 * hours)]


def test_basal_insulin_holds_basal_glucose():
    """At rest, on the basal rate, glucose stays at Gb."""
    gb = float(physical(Replay(), np.zeros(99))["Gb"])
    assert curve([PUMP]) == pytest.approx(gb, abs=1e-6)


def test_a_daily_long_acting_dose_holds_it_too():
    """The depots of a routine carry the basal supply around Gb through the day, and each day as the last."""
    facts = FACTS | {"pump_u_per_min": 0.0, "basal_u_per_min": 18.0 / 1440, "routine_u": 18.0}
    facts |= {"routine_minutes_ago": 120.0}
    doses = [Event("insulin_long_acting", 1320.0 + 1440.0 * k, 1320.0 + 1440.0 * k, 18.0) for k in range(3)]
    path = curve(doses, facts, 72.0)
    gb = float(physical(Replay(), np.zeros(99))["Gb"])
    assert path.reshape(3, 288).mean(axis=1) == pytest.approx(gb, abs=15.0)
    assert path[288:576] == pytest.approx(path[576:], abs=5.0)


def test_the_curve_is_that_of_the_differential_equations():
    """Bolus and meal against a stiff solver of the equations as written: within 1 mg/dL at each reading."""
    model = Replay()
    p = {k: float(v) for k, v in physical(model, np.zeros(len(model.parameters))).items()}
    events = [PUMP, Event("carbs", 60.0, 75.0, 40.0, spread=0.0), Event("insulin_bolus", 60.0, 65.0, 4.0)]
    ours = curve(events, hours=6.0)
    basal = FACTS["basal_u_per_min"] * 1000.0 / 70.0
    ipb, si = basal / KE, p["SI"] / p["VG"]
    kabs = p["kempt"] * -np.expm1(-p["kabs"] / p["kempt"])
    kd = p["ka2"] + 0.003 * np.logaddexp(0.0, (p["kd"] - p["ka2"]) / 0.003)

    def rho(g):
        low = np.clip(g, 60.0, p["Gb"])
        return 1.0 + p["low_rise"] * 10.0 * 1.4407 * (np.log(low) ** 0.8124 - np.log(p["Gb"]) ** 0.8124) ** 2

    def rates(t, y):
        s1, s2, q, i1, i2, ip, x, g, ig = y
        meal = 40000.0 / 70.0 / 15.0 * (60.0 <= t - p["beta"] < 75.0)
        bolus = 4000.0 / 70.0 / 5.0 * (60.0 <= t - 8.0 < 65.0)
        window = 1.0 if 240.0 <= t % 1440.0 < 660.0 else p["si_night"]
        return [
            -p["kempt"] * s1 + meal, p["kempt"] * (s1 - s2), p["kempt"] * s2 - kabs * q,
            -kd * i1 + basal + bolus, kd * i1 - p["ka2"] * i2, p["ka2"] * i2 - KE * ip,
            -p["p2"] * (x - window * si * (ip - ipb) / VI),
            -(p["SG"] + rho(g) * x) * g + p["SG"] * p["Gb"] + ABSORBED * kabs * q / p["VG"],
            (g - ig) / 7.0,
        ]  # fmt: skip

    start = [0, 0, 0, basal / kd, basal / p["ka2"], ipb, 0, p["Gb"], p["Gb"]]
    times = 5.0 * (np.arange(72) + 1)
    exact = solve_ivp(rates, (0, 360), start, "LSODA", times, rtol=1e-8, atol=1e-8, max_step=1.0).y[8]
    assert np.max(np.abs(ours - exact)) < 1.0


def test_meals_raise_and_insulin_lowers():
    """Each with its own sign, and more of it does more."""
    meal = [curve([PUMP, Event("carbs", 60.0, 60.0, grams, spread=0.0)]).max() for grams in (20.0, 60.0)]
    bolus = [curve([PUMP, Event("insulin_bolus", 60.0, 60.0, units)]).min() for units in (1.0, 3.0)]
    rest = curve([PUMP])[0]
    assert rest < meal[0] < meal[1]
    assert bolus[1] < bolus[0] < rest


def test_energy_of_a_meal_counts_as_its_carbohydrate():
    """400 kcal of a mixed meal are 47 g."""
    by_energy = curve([PUMP, Event("meal_energy", 60.0, 60.0, 400.0, spread=0.0)])
    by_carbs = curve([PUMP, Event("carbs", 60.0, 60.0, 47.0, spread=0.0)])
    assert by_energy == pytest.approx(by_carbs, abs=1e-9)


def test_the_delay_moves_the_meal():
    """Ten minutes later logged is ten minutes later seen."""
    early = curve([PUMP, Event("carbs", 60.0, 60.0, 40.0, spread=0.0)])
    late = curve([PUMP, Event("carbs", 70.0, 70.0, 40.0, spread=0.0)])
    assert late[2:40] == pytest.approx(early[:38], abs=0.5)


def test_counter_regulation_bounds_forecasts_from_below():
    """Falls under 60 mg/dL are damped towards 35; order and values above stay."""
    raw = np.array([-500.0, 0.0, 40.0, 59.0, 60.0, 200.0])
    found = Replay().possible("glucose_interstitial", raw)
    assert np.all(np.diff(found) >= 0.0)
    assert found[0] == pytest.approx(35.0)
    assert found[4:].tolist() == [60.0, 200.0]


@pytest.mark.parametrize(
    ("minute", "label", "meal"), [(300, "", 0), (700, "", 1), (1100, "", 2), (9, "S", 3)]
)
def test_a_meal_is_classed_by_label_else_by_hour(minute, label, meal):
    """Breakfast from 4, lunch from 11, dinner from 17; a label goes first."""
    assert meal_of_hour(minute, label) == meal
