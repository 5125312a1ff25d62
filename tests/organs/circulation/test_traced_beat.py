"""One periodic beat as curves."""

import numpy as np

from vitruvian.organs.circulation.traced_beat import STEPS, events, one


def test_a_beat_ends_where_it_began(narrow_and_new):
    """Between the last step and the first no volume jumps by more than within the beat."""
    volume = narrow_and_new[0].beat.state.lv
    steps = np.abs(np.diff(volume))
    assert len(volume) == STEPS
    assert abs(volume[0] - volume[-1]) <= steps.max()


def test_curves_agree_with_what_is_read(narrow_and_new):
    """The largest and smallest drawn volume and the peak pressure are those of the readings."""
    beat = narrow_and_new[0].beat
    assert np.isclose(beat.state.lv.max(), beat.read.edv, rtol=1e-3)
    assert np.isclose(beat.state.lv.min(), beat.read.esv, rtol=1e-3)
    assert np.isclose(beat.signals.p_lv.max(), beat.read.lv_peak, rtol=1e-3)


def test_valves_take_turns(narrow_and_new):
    """The mitral valve closes, the aortic one opens and closes, the mitral one opens, within one beat."""
    for d in narrow_and_new:
        closes, opens, shuts, fills = (events(d.beat)[k] for k in range(4))
        assert 0.0 < closes < opens < shuts < fills < float(d.beat.period)


def test_a_valve_that_never_opens_has_no_events(narrow_and_new):
    """A ventricle that ejects nothing has no time of opening."""
    beat = narrow_and_new[0].beat
    still = beat._replace(state=beat.state._replace(q_av=0.0 * beat.state.q_av))
    assert events(still).aortic_opens is None
    assert events(still).mitral_opens is not None


def test_one_of_an_ensemble_is_a_person(narrow_and_new):
    """A member has curves without the ensemble's axis; a single person stays as they are."""
    first, second = narrow_and_new[0].thin
    assert first.state.lv.shape == second.state.lv.shape == (STEPS,)
    assert first.read.ef < second.read.ef
    assert one(first, None) is first
