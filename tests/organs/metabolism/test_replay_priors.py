"""Priors of model A."""

import numpy as np
import pytest

from vitruvian.organs.metabolism.replay_priors import PUBLISHED, own_parameters


@pytest.mark.parametrize("parameters", [PUBLISHED, own_parameters()], ids=["published", "own"])
def test_every_prior_has_name_unit_and_meaning_and_says_whether_it_is_sourced(parameters):
    """Names are unique; what is verified names its source; samples are finite and positive."""
    names = [q.name for q in parameters]
    assert len(set(names)) == len(names)
    z = np.linspace(-4.0, 4.0, 81)
    for q in parameters:
        assert q.unit
        assert q.meaning
        assert bool(q.source) >= q.verified
        values = np.asarray(q.prior.forward(z))
        assert np.all(np.isfinite(values))
        assert np.all(values >= 0.0)
        assert np.all(np.diff(values) >= 0.0) or q.name == "p2"


def test_published_medians_are_the_paper_s():
    """Those of Cappon et al. 2023: Gb 119.13, SG 0.02237, ka2 0.01374, kempt 0.14021."""
    median = {q.name: float(q.prior.forward(0.0)) for q in PUBLISHED}
    assert [median[n] for n in ("Gb", "SG", "ka2", "kempt")] == pytest.approx(
        [119.13, 2.2371e-2, 1.3739e-2, 0.14021], rel=1e-6
    )
