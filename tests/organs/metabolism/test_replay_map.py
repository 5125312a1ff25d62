import numpy as np
import pytest

from vitruvian.engine.problem import Event, Reading, build
from vitruvian.organs.metabolism.replay_map import curves, misfit, most_probable, peer_model

PERSON = {
    "weight": 75.0, "basal_u_per_min": 0.015, "pump_u_per_min": 0.015, "routine_u": 0.0,
    "routine_minutes_ago": 0.0, "glucose_start": 130.0,
}  # fmt: skip


def test_the_peer_model_has_the_classes_of_the_day():
    """In the order of the day, whatever the order of the labels."""
    assert peer_model({"S", "L"}).meals == ("L", "S")


@pytest.mark.slow
def test_a_day_without_noise_is_found_again():
    """Four hours after a meal are fitted within 3 mg/dL; what moves nothing stays at its median."""
    model = peer_model({"L"})
    given = [Event("insulin_basal_rate", 0, 240, 0.9), Event("carbs", 30, 35, 50.0, "L", 0.0)]
    given.append(Event("insulin_bolus", 30, 35, 4.0))
    draw = np.random.default_rng(2).normal(size=len(model.parameters)) * 0.5
    blank = build(model, given, [], 240.0, PERSON, clock=700.0)
    truth = np.asarray(curves(model, draw[None], blank))[0]
    readings = [Reading("glucose_interstitial", 5.0 * (k + 1), float(truth[k])) for k in range(48)]
    problem = build(model, given, readings, 240.0, PERSON, clock=700.0)
    found = most_probable(model, problem)
    assert misfit(model, found, problem)["rmse"] < 3.0
    names = [p.name for p in model.parameters]
    assert found[names.index("kabs_B")] == found[names.index("error_sd")] == 0.0
