import pytest

from vitruvian.core.errors import RecordError, StoreError
from vitruvian.vault import Person


def test_person_is_found_by_the_permit(vault, permit):
    """The facts of the person whom the permit is for."""
    assert vault.people.get(permit) == Person("p1", "Ann Example", weight_kg=70.0, zone="Europe/Berlin")


def test_people_are_listed_by_id(vault, now):
    """The list is in order of ids."""
    everyone = vault.gate.permit("owner", "administration", "*", now)
    assert [person.id for person in vault.people.list(everyone)] == ["p1", "p2"]


def test_id_is_given_once(vault, now):
    """A second person of the same id is refused."""
    everyone = vault.gate.permit("owner", "administration", "*", now)
    with pytest.raises(StoreError, match="'p1' already"):
        vault.people.add(everyone, Person("p1"))


def test_facts_can_change(vault, permit):
    """A new weight replaces the old one, the rest stays."""
    assert vault.people.change(permit, weight_kg=68.0).name == "Ann Example"
    assert vault.people.get(permit).weight_kg == 68.0


@pytest.mark.parametrize(
    "facts",
    [
        {"id": ""},
        {"id": "*"},
        {"id": "../x"},
        {"sex": "x"},
        {"weight_kg": 7000.0},
        {"birth": "31.5.1980"},
        {"birth": "0001-01-01"},
        {"birth": "19800531"},
        {"height_cm": float("nan")},
        {"height_cm": -5.0},
        {"zone": "+02:00"},
        {"zone": "Mars/X"},
    ],
)
def test_impossible_facts_are_refused(vault, now, facts):
    """An id that is none, a sex, weight, height, birth or zone that cannot be."""
    everyone = vault.gate.permit("owner", "administration", "*", now)
    with pytest.raises(RecordError):
        vault.people.add(everyone, Person(**{"id": "p3"} | facts))


def test_no_file_bears_a_name(vault, tmp_path):
    """Neither ids nor names of people are in file names."""
    names = " ".join(path.name for path in (tmp_path / "home").iterdir())
    assert "p1" not in names
    assert "Ann" not in names
