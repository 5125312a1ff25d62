"""What the benchmark problems of model A stand on."""

import numpy as np

from vitruvian.organs.metabolism import check_replay as checks
from vitruvian.organs.metabolism.replay import Replay


def test_a_run_has_one_readout_a_step():
    """An hour of five-minute steps is read out twelve times or more (bucketed)."""
    out = checks.run(Replay(), checks.pumped(1.0), checks.PERSON, 60.0)
    assert len(out.glucose) >= 12
    assert np.allclose(out.glucose[:12], out.glucose[0])


def test_no_exercise_changes_nothing():
    """At rest the difference of the two runs is zero."""
    change = checks.exercised(Replay(), checks.PERSON, checks.BASAL_U_H, 45.0, 0.0)
    assert np.abs(change).max() < 1e-9
