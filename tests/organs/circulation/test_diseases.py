"""The severe diseases."""

from vitruvian.organs.circulation.check_healthy import read_all
from vitruvian.organs.circulation.diseases import DISEASES
from vitruvian.organs.circulation.healthy import MAN


def test_every_disease_reaches_its_cut_offs():
    """Each criterion of each disease holds."""
    read = read_all(tuple(d.deck for d in DISEASES))
    missed = [
        (d.name, c.name)
        for d, m in zip(DISEASES, read, strict=True)
        for c in d.criteria
        if not c.low <= c.read(m) <= c.high
    ]
    assert missed == []


def test_the_lesion_is_not_in_the_healthy_man():
    """The healthy man meets the first criterion of no valve disease."""
    (man,) = read_all((MAN,))
    for disease in DISEASES[:4]:
        first = disease.criteria[0]
        assert not first.low <= first.read(man) <= first.high
