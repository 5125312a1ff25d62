from dataclasses import replace
from typing import Any

import pytest

from vitruvian.core.errors import ModelError
from vitruvian.studies.fingerprint import Fingerprint
from vitruvian.studies.training import Person, choose


def person(name: str, origin: str = "a", prints: tuple[str, ...] = ()) -> Person:
    """Somebody of whom only identity and origin matter here."""
    mark = Fingerprint(name, frozenset(prints))

    def never(*_: Any) -> Any:
        raise AssertionError("no case is needed to choose people")

    return Person(name, origin, mark, None, never)


def nobody() -> list[Person]:
    return []


def test_people_recorded_alike_come_first():
    """Two others of the same origin are enough; people of other origins stay out."""
    all_of_them = [person("x"), person("y"), person("z"), person("far", "b")]
    chosen = choose(all_of_them[0], all_of_them, None, None, nobody)
    assert [p.name for p in chosen.people] == ["y", "z"]


def test_with_too_few_alike_all_others_are_used():
    """One other of the same origin is not enough."""
    all_of_them = [person("x"), person("y"), person("far", "b"), person("farther", "b")]
    chosen = choose(all_of_them[0], all_of_them, None, None, nobody)
    assert [p.name for p in chosen.people] == ["y", "far", "farther"]


def test_alone_a_person_is_forecast_from_the_shipped_pool():
    """Unless the pool holds them."""
    shipped = {"people": ["other"], "prints": ["p1"], "about": "somebody's data"}
    chosen = choose(person("x"), [person("x")], None, shipped, nobody)
    assert chosen.shipped is shipped
    assert chosen.note == "somebody's data"


@pytest.mark.parametrize("known", [person("other"), person("renamed", prints=("p1", "p9"))])
def test_a_person_of_the_shipped_pool_is_refused_and_the_folder_used(known):
    """By hash or by runs of readings; what happened is said."""
    shipped = {"people": ["other"], "prints": ["p1"]}
    chosen = choose(known, [known], None, shipped, lambda: [known, person("u"), person("v")])
    assert chosen.shipped is None
    assert [p.name for p in chosen.people] == ["u", "v"]
    assert "refused" in chosen.note


def test_a_person_among_those_named_for_training_is_left_out_aloud():
    """Also when it is a re-export under another name."""
    me = person("x", prints=("p1",))
    again = replace(person("renamed", prints=("p1",)))
    chosen = choose(me, [me], [again, person("y"), person("z")], None, nobody)
    assert [p.name for p in chosen.people] == ["y", "z"]
    assert "left out" in chosen.note


def test_nobody_to_learn_from_is_an_error():
    """With what to do next."""
    with pytest.raises(ModelError, match="--train"):
        choose(person("x"), [person("x")], None, None, nobody)
    with pytest.raises(ModelError, match="--train"):
        choose(person("x"), [person("x")], [person("x"), person("y")], None, nobody)
