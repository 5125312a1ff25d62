"""A beat over time."""

from itertools import pairwise

import pytest

from vitruvian.organs.circulation.wiggers import wiggers


@pytest.fixture
def both(narrow_and_new):
    """A column for each of two plans."""
    return wiggers(narrow_and_new, ("a note",))


def test_plans_share_their_axes(both):
    """Panels of a row have one y range and one time axis."""
    for a, b in zip(both.columns[0].panels, both.columns[1].panels, strict=True):
        assert (a.x_range, a.y_range, a.y_name) == (b.x_range, b.y_range, b.y_name)


def test_curves_are_within_their_axes(both):
    """Nothing is cut off, and a label has room over the highest curve."""
    for panel in both.columns[0].panels:
        values = [v for curve in panel.curves for v in curve.y]
        assert panel.y_range[0] <= min(values) < max(values) < panel.y_range[1]


def test_five_phases_fill_the_beat(both, narrow_and_new):
    """Phases follow each other from atrial contraction to the end of the period."""
    phases = both.columns[0].panels[0].phases
    assert [phase.short for phase in phases] == ["1", "2", "3", "4", "5"]
    assert all(a.end == b.start for a, b in pairwise(phases))
    assert (phases[0].start, phases[-1].end) == (0.0, float(narrow_and_new[0].beat.period))
    assert "3 ejection" in both.notes[0]


def test_a_narrow_valve_parts_ventricle_and_aorta(both):
    """With the narrow valve the LV's peak is 50 mmHg over the aorta's, with the new one under 40."""
    gaps = [max(p.curves[0].y) - max(p.curves[1].y) for p in (c.panels[0] for c in both.columns)]
    assert gaps[0] > 50.0 > 40.0 > gaps[1]


def test_fibrillating_atria_do_not_contract(narrow_and_new):
    """Without a kick the first phase is late filling."""
    d = narrow_and_new[0]
    still = d._replace(person=d.person._replace(deck=d.person.deck._replace(kick=0.0)))
    assert wiggers([still], ()).columns[0].panels[0].phases[0].name == "late filling"


def test_a_pump_has_its_own_curve(pumped):
    """The flow of a pump is drawn beside those of the valves."""
    flows = wiggers([pumped], ()).columns[0].panels[1].curves
    assert [c.label for c in flows] == ["aortic valve", "mitral valve", "pump"]


def test_a_valve_that_stays_shut_is_said(narrow_and_new):
    """Without ejection there are no phases, and the note says why."""
    d = narrow_and_new[0]
    still = d._replace(beat=d.beat._replace(state=d.beat.state._replace(q_av=0.0 * d.beat.state.q_av)))
    figure = wiggers([still], ())
    assert figure.columns[0].panels[0].phases == ()
    assert figure.notes == ("A as planned: the aortic valve does not open.",)


def test_a_leak_is_not_called_isovolumic(narrow_and_new):
    """With a tight valve the contraction before ejection is isovolumic, with a leaking one it is not."""
    names = [wiggers([d], ()).columns[0].panels[0].phases[1].name for d in narrow_and_new]
    assert names == ["isovolumic contraction", "contraction"]
