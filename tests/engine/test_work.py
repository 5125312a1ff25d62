import numpy as np

from vitruvian.engine.work import Work


def test_work_without_details_has_none():
    """Details are optional; the run gives an array."""
    work = Work(lambda: np.arange(3), 3, "step")
    assert work.details() == {}
    assert work.run().tolist() == [0, 1, 2]
