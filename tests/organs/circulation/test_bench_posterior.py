"""The posterior of a visit as a piece of work."""

from vitruvian.organs.circulation.bench_posterior import BENCHES


def test_the_work_is_one_person():
    """It needs no data, and nothing is computed before it runs."""
    work = BENCHES["circulation-posterior"][1](None)
    assert (work.units, work.unit) == (1, "person")
