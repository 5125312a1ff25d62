"""All figures of a heart."""

import json

import pytest

from vitruvian.engine.portrait import gallery_json, gallery_of
from vitruvian.organs.circulation.diseases import AORTIC_STENOSIS, HFREF
from vitruvian.organs.circulation.loop import Person
from vitruvian.organs.circulation.portraits import NOT_VALIDATED, portraits
from vitruvian.organs.circulation.shown import Shown


@pytest.fixture(scope="module")
def gallery():
    """Two hearts."""
    return portraits([Shown("narrow", Person(AORTIC_STENOSIS.deck)), Shown("failing", Person(HFREF.deck))])


def test_a_heart_has_three_figures(gallery):
    """Loops, a beat over time and the scheme, each saying that people were not asked."""
    assert [f.title for f in gallery.figures] == ["Pressure and volume", "One beat over time", "The loop"]
    assert all(NOT_VALIDATED in f.notes for f in gallery.figures)
    assert all("A narrow" in f.sentence and "B failing" in f.sentence for f in gallery.figures)


def test_figures_survive_as_text(gallery):
    """The gallery is the same after a journey as JSON text."""
    assert gallery_of(json.loads(json.dumps(gallery_json(gallery)))) == gallery


def test_nobody_cannot_be_drawn():
    """Without a circulation there is no figure."""
    with pytest.raises(ValueError, match="no circulation"):
        portraits([])
