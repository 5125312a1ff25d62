"""The loop with its flows."""

import numpy as np

from vitruvian.organs.circulation.schematic import scheme


def _named(figure, name):
    return next(link for link in figure.links if link.name == name)


def test_what_comes_in_goes_out(narrow_and_new):
    """All flows round the loop are the output, under each plan."""
    figure = scheme(narrow_and_new)
    flows = np.array([link.values for link in figure.links if link.kind == "flow"])
    output = [float(d.beat.read.co) for d in narrow_and_new]
    assert len(flows) == 9
    assert np.allclose(flows, output, rtol=0.01)


def test_only_a_valve_that_leaks_has_a_leak(narrow_and_new):
    """The new valve's leak runs from the aorta to the ventricle, in mL a beat, and is the reading's."""
    figure = scheme(narrow_and_new)
    leaks = [link for link in figure.links if link.kind == "leak"]
    assert [(link.source, link.sink) for link in leaks] == [("ao", "lv")]
    assert np.isclose(leaks[0].values[1], narrow_and_new[1].beat.read.regurgitant_av, rtol=0.01)
    assert "aortic leak" in figure.sentence


def test_pressures_fall_along_the_way(narrow_and_new):
    """From aorta to arteries, veins and the right atrium, and from the lung's arteries to the left atrium."""
    held = {node.key: node.values[0] for node in scheme(narrow_and_new).nodes}
    assert held["ao"] > held["sa"] > held["sv"] > held["ra"]
    assert held["pa"] > held["pv"] > held["la"]


def test_a_pump_carries_what_is_read_of_it(pumped):
    """The LVAD goes from ventricle to aorta with the flow of the support."""
    pump = _named(scheme([pumped]), "LVAD")
    assert (pump.source, pump.sink, pump.kind) == ("lv", "ao", "device")
    assert np.isclose(pump.values[0], pumped.beat.read.support, rtol=0.01)


def test_a_plan_without_the_pump_has_no_value(pumped, narrow_and_new):
    """Beside a heart without one, the pump's place is empty rather than zero."""
    assert _named(scheme([narrow_and_new[0], pumped]), "LVAD").values[0] is None
