"""The periodic state."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from vitruvian.organs.circulation.deck import CASES, REFERENCE, Deck, changed
from vitruvian.organs.circulation.loop import VOLUMES, Person, start, total_volume
from vitruvian.organs.circulation.periodic import periodic, settle

STEPS = 400


@pytest.mark.parametrize("case", ["healthy", "HFrEF", "HFpEF", "MR_sev", "exercise"])
def test_few_beats_suffice(settled, case):
    """At most 16 beats to 1e-7 mL, and the volume is the person's to the last digit."""
    person = Person(changed(REFERENCE, CASES[case]))
    found, _ = settled(person)
    assert found.beats <= 16
    assert found.change < 1e-7
    assert np.isclose(total_volume(found.state), person.deck.volume, rtol=1e-14)


def test_it_is_where_many_plain_beats_end(settled, one_beat, rest):
    """A hundred beats lead to the same volumes, and another beat changes nothing."""
    person = Person(Deck(*(jnp.asarray(v, jnp.float64) for v in REFERENCE)))
    state = start(person)
    for _ in range(100):
        state = one_beat(person, state, STEPS)
    for name in VOLUMES:
        assert np.isclose(getattr(state, name), getattr(rest[0].state, name), atol=1e-6)


def test_an_ensemble_settles_as_its_members_do(settled, rest):
    """Members that are ready early wait for the others unchanged."""
    decks = [REFERENCE, changed(REFERENCE, CASES["HFrEF"]), changed(REFERENCE, CASES["hypovol"])]
    found, read = settled(Person(Deck(*(np.array(column) for column in zip(*decks, strict=True)))))
    assert np.isclose(found.state.lv[0], rest[0].state.lv, atol=1e-5)
    assert np.all(found.change < 1e-7)
    assert read.edv.shape == (3,)


def test_derivatives_are_those_of_the_fixed_point():
    """The reverse derivative in five parameters matches a difference of settled states along them."""
    at = jnp.array([0.92, 1000.0, 2.6, 70.0, 0.021])
    along = at * jnp.array([1.0, -0.5, 0.3, 1.0, 0.7])

    def venous(v):
        deck = REFERENCE._replace(r_sys=v[0], volume=v[1], e_lv=v[2], hr=v[3], beta_lv=v[4])
        return periodic(Person(deck), STEPS, 1e-9).state.sv

    fast = jax.jit(venous)
    reverse = jax.jit(jax.grad(venous))(at)
    quotient = (fast(at + 1e-5 * along) - fast(at - 1e-5 * along)) / 2e-5
    assert np.isclose(reverse @ along, quotient, rtol=1e-5)


def test_a_search_that_is_cut_short_says_so():
    """With two beats allowed the change stays above the tolerance."""
    person = Person(REFERENCE)
    found = jax.jit(lambda s: settle(person, s, STEPS, 1e-7, 2))(start(person))
    assert found.beats == 2
    assert found.change > 1e-7


def test_single_precision_ends_at_its_own_rounding(settled, rest):
    """In float32 the search ends as soon, within 0.05 mL of the double's state."""
    person = jax.tree.map(jnp.float32, Person(REFERENCE))
    found = jax.jit(lambda p: settle(p, start(p), STEPS, 1e-9))(person)
    assert found.state.lv.dtype == jnp.float32
    assert found.beats <= 16
    assert np.isclose(found.state.lv, rest[0].state.lv, atol=0.05)
