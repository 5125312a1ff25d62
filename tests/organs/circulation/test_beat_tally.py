"""What is kept of a beat."""

import jax
import jax.numpy as jnp
import numpy as np

from vitruvian.organs.circulation.beat_tally import nothing, see
from vitruvian.organs.circulation.deck import REFERENCE
from vitruvian.organs.circulation.loop import Person, begin, fold_beat, trace_beat

STEPS = 400


def test_the_tally_agrees_with_the_trace(rest):
    """Extremes and sums kept on the way are those of the whole course."""
    person = Person(jax.tree.map(jnp.asarray, REFERENCE))

    @jax.jit
    def both(state):
        beat = begin(person, STEPS)
        return fold_beat(beat, state, see, nothing(state))[1], trace_beat(beat, state)[1]

    tally, (path, seen) = both(rest[0].state)
    dt = 60.0 / 70.0 / STEPS
    assert np.isclose(tally.highest.p_lv, seen.p_lv.max())
    assert np.isclose(tally.lowest.lv, path.lv.min())
    assert np.isclose(tally.sums.p_sa, seen.p_sa.sum() * dt)
    assert np.isclose(tally.sums.back_av, -np.minimum(path.q_av, 0.0).sum() * dt)
    assert np.isclose(tally.sums.before_onset_lv, seen.p_lv[int(REFERENCE.pr / dt)])
    assert np.isclose(tally.moments.dpdt, np.diff(seen.p_lv).max() / dt)


def test_an_empty_tally_has_no_largest_value(rest):
    """Extremes start beyond all values, sums at nothing."""
    tally = nothing(rest[0].state)
    assert tally.highest.p_ao < -1e6 < 1e6 < tally.lowest.p_ao
    assert tally.sums.p_ao == 0.0
