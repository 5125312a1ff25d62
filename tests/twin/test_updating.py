"""What has come since the fit."""

from dataclasses import replace

import numpy as np

from virtual_person import glucose
from vitruvian.engine.problem import Reading, build
from vitruvian.twin.twin import Twin
from vitruvian.twin.updating import take_in


def longer(twin: Twin, values: list[float]):
    """Ann's stretch with more readings at its end."""
    held = twin.stretch()
    model, minutes = twin.organ.model, held.window.minutes
    more = [Reading(twin.organ.primary, minutes + 5.0 * (k + 1), v) for k, v in enumerate(values)]
    length = minutes + 5.0 * len(values)
    binding = replace(held.binding, readings=(*held.binding.readings, *more))
    problem = build(model, binding.events, binding.readings, length, binding.person, held.window.clock)
    window = replace(held.window, minutes=length)
    return replace(
        held, end=held.end + 300_000_000 * len(values), window=window, binding=binding, problem=problem
    )


def test_readings_are_taken_in_and_judged(twin: Twin) -> None:
    """Three true readings: counted, mostly as predicted, and the posterior ends with them."""
    _, posterior = twin.posterior()
    stretch = longer(twin, [float(v) for v in glucose()[252:255]])
    found = take_in(stretch, posterior, 0)
    assert found.readings == 3
    assert found.inside is not None
    assert found.inside >= 2 / 3
    assert (found.posterior.origin, found.posterior.until) == (stretch.start, stretch.end)
    assert found.posterior.data_hash == stretch.data_hash
    assert abs(np.sum(found.posterior.weight) - 1.0) < 1e-12


def test_a_surprise_is_called_one(twin: Twin) -> None:
    """A jump of 100 mg/dL within five minutes lies outside the band predicted just before."""
    _, posterior = twin.posterior()
    last = float(glucose()[251])
    assert take_in(longer(twin, [last + 100.0]), posterior, 0).inside == 0.0
