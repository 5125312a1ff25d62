import numpy as np
from tracer import Tracer, day, doses

from vitruvian.engine.simulate import simulate
from vitruvian.engine.window import cut, join, latent_count

MODEL = Tracer(spread=0.3)


def _whole():
    return day(MODEL, np.arange(48.0), doses())._replace(clock=np.float64(600.0))


def test_what_is_cut_and_joined_is_the_whole():
    """Rows, latent events and clock come back."""
    whole = _whole()
    again = join(MODEL, cut(MODEL, whole, 0, 17), cut(MODEL, whole, 17, 48))
    assert int(again.length) == 48
    assert float(again.clock) == 600.0
    for field in ("u", "y", "weight", "slots", "column", "amount", "spread"):
        assert np.array_equal(getattr(again, field), getattr(whole, field)), field


def test_joined_latent_coordinates_keep_their_order():
    """The coordinates of the parts put one after the other drive the whole alike."""
    whole = _whole()
    first, rest = cut(MODEL, whole, 0, 17), cut(MODEL, whole, 17, 48)
    assert (latent_count(first), latent_count(rest)) == (1, 2)
    z = np.zeros((1, 2 + len(whole.column)))
    z[0, 2:5] = [0.5, -1.0, 2.0]
    joined = simulate(MODEL, z, join(MODEL, first, rest)).signals["tracer_plasma"]
    assert np.array_equal(joined, simulate(MODEL, z, whole).signals["tracer_plasma"])


def test_a_later_cut_starts_at_its_own_clock():
    """Seventeen half hours after 10:00 it is 18:30."""
    assert float(cut(MODEL, _whole(), 17, 48).clock) == 1110.0


def test_an_empty_cut_holds_nothing():
    """Shapes stay those of the smallest bucket."""
    nothing = cut(MODEL, _whole(), 0, 0)
    assert int(nothing.length) == 0
    assert nothing.weight.sum() == 0.0
    assert latent_count(nothing) == 0
