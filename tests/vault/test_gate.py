from dataclasses import replace

import pytest

from vitruvian.core.errors import ConsentError, StoreError
from vitruvian.vault import open_vault
from vitruvian.vault.gate import LASTS


def test_owner_gets_a_permit_for_one_person(vault, permit, now):
    """A permit says who, what for, whose and until when."""
    assert (permit.who, permit.purpose, permit.scope) == ("owner", "care", "p1")
    assert permit.expires == now + LASTS


def test_someone_else_is_denied(vault, now):
    """Without a grant nobody but the owner enters."""
    with pytest.raises(ConsentError, match="the owner must grant it"):
        vault.gate.permit("neighbour", "care", "p1", now)


def test_unknown_purpose_is_denied(vault, now):
    """A purpose must be one that a person can consent to."""
    with pytest.raises(ConsentError, match="is no purpose"):
        vault.gate.permit("owner", "curiosity", "p1", now)


def test_unknown_person_is_named(vault, now):
    """A permit for nobody is an error that says how to add a person."""
    with pytest.raises(StoreError, match=r"no person 'p9'.*person add"):
        vault.gate.permit("owner", "care", "p9", now)


@pytest.mark.parametrize("change", [{"scope": "p2"}, {"who": "other"}, {"expires": 2**60}, {"given": 0}])
def test_altered_permit_is_refused(vault, permit, change):
    """A copy of a permit with anything changed opens nothing."""
    with pytest.raises(ConsentError, match="was not given by this vault"):
        vault.timeline(replace(permit, **change))


def test_permit_of_another_vault_is_refused(vault, permit, tmp_path, now):
    """A permit is bound to the open vault that gave it."""
    with (
        open_vault(tmp_path / "home", clock=lambda: now) as again,
        pytest.raises(ConsentError, match="was not given"),
    ):
        again.timeline(permit)


def test_permit_ends(tmp_path, vault, now):
    """After its time a permit opens nothing."""
    with open_vault(tmp_path / "home", clock=lambda: now + LASTS) as later:
        old = later.gate.permit("owner", "care", "p1", now)
        with pytest.raises(ConsentError, match="has expired"):
            later.timeline(old)


def test_permit_for_the_list_opens_no_record(vault, now):
    """Who keeps the list of people does not see into their records."""
    with pytest.raises(ConsentError, match="opens no record"):
        vault.timeline(vault.gate.permit("owner", "administration", "*", now))


def test_permit_for_a_person_does_not_open_the_list(vault, permit):
    """Who may read one record does not learn of the other people."""
    with pytest.raises(ConsentError, match="does not open the list"):
        vault.people.list(permit)


def test_person_that_is_no_text_is_not_there(vault, now):
    """An id of bytes that are no letters is answered like any unknown one."""
    with pytest.raises(StoreError, match="there is no person"):
        vault.gate.permit("owner", "care", "\udcff", now)
