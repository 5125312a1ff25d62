"""What would be foretold without a twin."""

import numpy as np
import pytest

from vitruvian.organs.circulation.cross_baseline import OTHERS, Others, gradient_crps, systolic_crps


def test_a_foretold_distribution_that_is_right_scores_best():
    """Truths drawn as the others were score less (better) than with a wrong middle or a wrong spread."""
    random = np.random.default_rng(2)
    true = np.exp(OTHERS.gradient + OTHERS.gradient_sd * random.standard_normal(500))
    right = gradient_crps(true)
    assert right < gradient_crps(true, OTHERS._replace(gradient=OTHERS.gradient + 0.5))
    assert right < gradient_crps(true, OTHERS._replace(gradient_sd=2.0 * OTHERS.gradient_sd))


def test_the_cuff_of_before_moves_with_the_person():
    """Of a normal of SD 5 the CRPS of its own truths is 5/√π; people 20 mmHg higher score the same."""
    others = Others(2.3, 0.5, 6.0, 5.0)
    random = np.random.default_rng(3)
    read = np.full(4000, 120.0)
    true = read + 6.0 + 5.0 * random.standard_normal(4000)
    assert systolic_crps(true, read, others) == pytest.approx(5.0 / np.sqrt(np.pi), rel=0.05)
    assert systolic_crps(true + 20.0, read + 20.0, others) == pytest.approx(systolic_crps(true, read, others))
