"""The closed loop."""

import jax
import jax.numpy as jnp
import numpy as np

from vitruvian.organs.circulation.chambers import Pericardium, Septum
from vitruvian.organs.circulation.deck import CASES, REFERENCE, YIELDS, Deck, changed
from vitruvian.organs.circulation.loop import (
    Person,
    State,
    begin,
    fold_beat,
    run_beat,
    start,
    step,
    total_volume,
    trace_beat,
)
from vitruvian.organs.circulation.valves import Diodes

STEPS = 400
TRACED = jax.jit(trace_beat)
DECKS = [REFERENCE, changed(REFERENCE, CASES["MR_sev"]), changed(REFERENCE, CASES["HFpEF"])]


def _ensemble(dtype=jnp.float64):
    return Person(Deck(*(jnp.asarray(column, dtype) for column in zip(*DECKS, strict=True))))


def test_the_start_holds_the_persons_volume():
    """Compartments at the start sum to the stressed volume."""
    for deck in DECKS:
        assert np.isclose(total_volume(start(Person(deck))), deck.volume, rtol=1e-14)


def test_an_ensemble_beats_as_its_members_do(one_beat):
    """A trailing axis, vmap and one at a time agree to 1e-12."""
    people = _ensemble()
    together = one_beat(people, start(people), STEPS)
    mapped = jax.jit(jax.vmap(lambda p: run_beat(begin(p, STEPS), start(p))))(people)
    for i, deck in enumerate(DECKS):
        person = Person(Deck(*(jnp.asarray(v, jnp.float64) for v in deck)))
        alone = one_beat(person, start(person), STEPS)
        for a, b, c in zip(together, alone, mapped, strict=True):
            assert np.isclose(a[i], b, rtol=1e-12, atol=1e-12)
            assert np.isclose(c[i], b, rtol=1e-12, atol=1e-12)


def test_single_precision_stays_near_double(one_beat):
    """Volumes after a beat in float32 are within 0.01 mL of those in float64."""
    coarse, fine = (one_beat(_ensemble(t), start(_ensemble(t)), STEPS) for t in (jnp.float32, jnp.float64))
    assert coarse.lv.dtype == jnp.float32
    assert max(float(jnp.max(jnp.abs(a - b))) for a, b in zip(coarse[:10], fine[:10], strict=True)) < 0.01


def test_the_three_ways_to_run_a_beat_agree(one_beat):
    """Running, tracing and folding end in the same state; the trace's last entry is that state."""
    person = Person(Deck(*(jnp.asarray(v, jnp.float64) for v in REFERENCE)))

    @jax.jit
    def both(p):
        beat = begin(p, STEPS)
        state, (path, seen) = trace_beat(beat, start(p))
        after, steps = fold_beat(beat, start(p), lambda n, *_: n + 1, 0)
        return state, path, seen, after, steps

    state, path, seen, after, steps = both(person)
    run = one_beat(person, start(person), STEPS)
    assert steps == STEPS
    assert seen.p_lv.shape == (STEPS,)
    for a, b, c, d in zip(state, path, after, run, strict=True):
        assert np.isclose(a, b[-1])
        assert np.isclose(a, c)
        assert np.isclose(a, d)


def test_a_step_makes_no_volume_with_sac_and_septum():
    """Pericardium and septum move pressure, not blood; the septum bulges towards the lower pressure."""
    person = Person(REFERENCE, sac=Pericardium(), septum=Septum())
    beat = begin(person, STEPS)
    now = jax.tree.map(lambda v: v[150], beat.instants)
    before = start(person)
    after, seen = step(beat, before, now)
    assert np.isclose(total_volume(after), total_volume(before), rtol=1e-14)
    assert after.septum > 0.0
    assert seen.p_lv > step(begin(Person(REFERENCE), STEPS), before, now)[1].p_lv - 100.0


def test_diodes_take_the_place_of_the_valves():
    """Through diodes the loop keeps its blood, nothing flows back, and the ventricle ejects."""
    person = Person(REFERENCE, diodes=Diodes(*(0.0075,) * 4))
    _, (path, seen) = jax.jit(lambda p: trace_beat(begin(p, STEPS), start(p)))(person)
    assert np.allclose(total_volume(path), REFERENCE.volume, rtol=1e-12)
    assert path.q_av.min() == 0.0
    assert path.q_mv.min() == 0.0
    assert np.allclose(path.q_av[1:], np.maximum(seen.p_lv - seen.p_ao, 0.0)[1:] / 0.0075)
    assert path.lv.min() < 70.0


def test_gradients_through_a_beat_agree_with_differences(one_beat):
    """Forward and reverse derivatives of the aortic volume in the elastance match a difference quotient."""

    def aorta(e):
        person = Person(REFERENCE._replace(e_lv=e))
        return run_beat(begin(person, STEPS), start(person)).ao

    forward, reverse = jax.jit(lambda e: (jax.jvp(aorta, (e,), (1.0,))[1], jax.grad(aorta)(e)))(2.6)
    fast = jax.jit(aorta)
    quotient = (fast(2.6001) - fast(2.5999)) / 2e-4
    assert np.isclose(forward, quotient, rtol=1e-5)
    assert np.isclose(reverse, forward, rtol=1e-9)


def test_a_ventricle_that_yields_ejects_longer_and_less_steeply(one_beat):
    """The published deck does not yield; one that does ejects at a lower peak and with a lower pressure."""
    peaks = []
    for yields in (0.0, YIELDS):
        beat = begin(Person(jax.tree.map(jnp.asarray, REFERENCE._replace(yields=yields))), STEPS)
        state = jax.tree.map(lambda v: jnp.asarray(v, jnp.float64), start(beat.person))
        for _ in range(5):
            state, (path, seen) = TRACED(beat, state)
        peaks.append((float(path.q_av.max()), float(seen.p_lv.max()), int((path.q_av > 0.0).sum())))
    assert peaks[1][0] < 0.85 * peaks[0][0]
    assert peaks[1][1] < peaks[0][1]
    assert peaks[1][2] >= peaks[0][2]


def test_state_fields_are_all_numbers():
    """A state is a flat tuple: nothing is stacked inside the step."""
    assert all(np.ndim(v) == 0 for v in State(*start(Person(REFERENCE))))
