"""The tracer, its virtual day, and one calibration of it that many tests read."""

import sys
from pathlib import Path

import jax
import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from tracer import SMALL, TRUTH, Tracer, day

from vitruvian.engine.calibrate import calibrate
from vitruvian.engine.posterior import Posterior
from vitruvian.engine.problem import Problem
from vitruvian.engine.virtual import read_everywhere, virtual_readings


@pytest.fixture(scope="session")
def linear() -> Tracer:
    """The tracer whose posterior is known in closed form, with a wandering error."""
    return Tracer(wandering=True)


@pytest.fixture(scope="session")
def problem(linear: Tracer) -> Problem:
    """A virtual day of the linear tracer."""
    empty = day(linear, [])
    read = virtual_readings(linear, TRUTH, empty, jax.random.key(5))
    return jax.tree.map(np.asarray, read_everywhere(empty, read))


@pytest.fixture(scope="session")
def posterior(linear: Tracer, problem: Problem) -> Posterior:
    """Its calibration."""
    return calibrate(linear, problem, 3, SMALL)
