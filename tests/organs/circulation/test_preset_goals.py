"""How the presets were sought."""

import numpy as np
import pytest

from vitruvian.organs.circulation.beat_measures import Measures
from vitruvian.organs.circulation.diseases import DISEASES
from vitruvian.organs.circulation.preset_goals import SOUGHT, search


def test_what_was_not_free_is_as_it_began():
    """Outside its free parameters a stored preset equals the start of its search."""
    for sought in SOUGHT.values():
        changed = {
            k for k in sought.stored._fields if getattr(sought.stored, k) != getattr(sought.begin_at, k)
        }
        assert changed <= set(sought.free)


def test_every_preset_says_how_it_was_sought():
    """Two healthy adults and all diseases, each aiming at readings that exist."""
    assert len(SOUGHT) == 2 + len(DISEASES)
    assert all(goal.name in Measures._fields for sought in SOUGHT.values() for goal in sought.goals)


@pytest.mark.slow
def test_a_search_finds_the_stored_preset():
    """The stenosis found anew has the stored numbers to 2 %."""
    sought = SOUGHT["aortic stenosis"]
    assert np.allclose(np.array(search("aortic stenosis").deck), np.array(sought.stored), rtol=0.02)
