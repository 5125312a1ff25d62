"""The circulation as a model of days. All tests share the shapes of one compiled simulation."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from vitruvian.engine.model import parameter_names
from vitruvian.engine.problem import Event, build
from vitruvian.engine.simulate import simulate
from vitruvian.organs.circulation.body import USUAL
from vitruvian.organs.circulation.model import DAY, Heart, is_quiet
from vitruvian.organs.circulation.priors import SHARED

MODEL = Heart()
MIDDLE = np.zeros((2, len(MODEL.parameters)))


@pytest.fixture(scope="module")
def of():
    """Signals of the middle person on a day with these acts."""

    def ask(*acts, person=USUAL):
        events = [Event(act[0], 0.0, DAY, act[1], *act[2:]) for act in acts]
        found = simulate(MODEL, MIDDLE, build(MODEL, events, (), DAY, person)).signals
        return {name: float(value[0, 0]) for name, value in found.items()}

    return ask


def test_the_middle_person_is_healthy(of):
    """Pressure, volumes and filling are those of the healthy man."""
    found = of()
    assert found["bp_systolic"] == pytest.approx(116.0, abs=3.0)
    assert found["lvef"] == pytest.approx(61.0, abs=3.0)
    assert 4.0 < found["pcwp"] < 12.0


def test_drugs_move_what_they_should(of):
    """A beta blocker slows; an ACE inhibitor lowers pressure by some 10; an SGLT2 inhibitor unloads."""
    before, slowed, widened, drained = (
        of(), of(("beta_blocker", 100.0)), of(("ace_inhibitor", 100.0)), of(("sglt2_inhibitor", 100.0))
    )  # fmt: skip
    assert slowed["heart_rate"] == pytest.approx(0.84 * before["heart_rate"], rel=0.01)
    assert -16.0 < widened["bp_systolic"] - before["bp_systolic"] < -5.0
    assert -7.0 < drained["bp_systolic"] - before["bp_systolic"] < -1.0
    assert drained["pcwp"] < before["pcwp"]


def test_the_reflex_answers_blood_loss(of):
    """500 mL: the rate rises by 10 to 30, and the mean pressure falls by less than a fifth."""
    before, bled = of(), of(("haemorrhage", 500.0))
    assert 10.0 < bled["heart_rate"] - before["heart_rate"] < 30.0
    mean = [(x["bp_systolic"] + 2.0 * x["bp_diastolic"]) / 3.0 for x in (before, bled)]
    assert 0.8 < mean[1] / mean[0] < 1.0


def test_a_new_valve_takes_the_gradient(of):
    """A valve of 1 cm² has over 25 mmHg; with a 26 mm catheter valve it is 8 to 14."""
    narrow = {**USUAL, "aortic_opening": 0.9}
    before = of(person=narrow)
    after = of(("aortic_valve_replacement", 26.0, "sapien3"), person=narrow)
    assert before["av_mean_gradient"] > 25.0
    assert 6.0 < after["av_mean_gradient"] < 14.0


def test_the_reflex_answers_a_new_valve(of):
    """A heart that was held back ejects more; the rate falls and pressure rises by less than 15."""
    narrow = {**USUAL, "aortic_opening": 0.7, "failing": 1.0}
    before = of(person=narrow)
    after = of(("aortic_valve_replacement", 26.0, "sapien3"), person=narrow)
    assert -15.0 < after["heart_rate"] - before["heart_rate"] < 0.0
    assert 0.0 < after["bp_systolic"] - before["bp_systolic"] < 15.0


def test_what_is_plain_zero_is_known_to_be_quiet():
    """Zeros that are arguments of a program are not: nobody knows what they will be."""
    plain = {"aortic_valve_replacement": np.zeros(6), "tilt": 0.0}
    assert is_quiet(plain)
    assert not is_quiet({**plain, "tilt": 30.0})
    assert not jax.jit(lambda x: jnp.asarray(is_quiet({"tilt": x})))(0.0)


def test_a_cuff_that_reads_high_raises_both_pressures():
    """5 mmHg too high is 5 mmHg in both; nothing else of the heart changes."""
    high = MIDDLE.copy()
    high[:, parameter_names(MODEL).index("cuff")] = 5.0 / SHARED
    day = build(MODEL, (), (), DAY, USUAL)
    read, true = (simulate(MODEL, z, day).signals for z in (high, MIDDLE))
    apart = {name: float(read[name][0, 0] - true[name][0, 0]) for name in read}
    assert apart["bp_systolic"] == pytest.approx(5.0)
    assert apart["bp_diastolic"] == pytest.approx(5.0)
    assert not any(value for name, value in apart.items() if not name.startswith("bp_"))


def test_a_pump_unloads_the_ventricle(of):
    """At 10,000 rpm the ventricle is smaller and the output larger."""
    weak = {**USUAL, "failing": 1.0}
    before, after = of(person=weak), of(("lvad_speed", 10000.0), person=weak)
    assert after["lv_edv"] < before["lv_edv"]
    assert after["cardiac_output"] > before["cardiac_output"]


def test_it_meets_the_rules_for_models():
    """The conformance suite of the engine."""
    from vitruvian.testing import check_model

    rules = check_model(MODEL, USUAL)
    assert [rule for rule in rules if not rule.holds] == []


def test_an_ejection_fraction_stays_a_share():
    """Forecast noise may not carry it over 100 %."""
    assert list(MODEL.possible("lvef", np.array([101.0, 50.0]))) == [100.0, 50.0]
    assert MODEL.possible("bp_systolic", np.array([-3.0]))[0] == 0.0
