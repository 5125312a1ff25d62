import pytest

from vitruvian.core.errors import ConsentError, RecordError


def test_every_use_of_a_permit_is_logged(vault, permit):
    """Reading the timeline and the quarantine leaves who, why, whose and what, in order."""
    vault.timeline(permit)
    vault.quarantine(permit)
    assert [(use.who, use.purpose, use.scope, use.action) for use in vault.accesses(permit)][-3:] == [
        ("owner", "care", "p1", "timeline"),
        ("owner", "care", "p1", "quarantine"),
        ("owner", "care", "p1", "audit"),
    ]


def test_use_is_logged_even_when_the_work_fails(vault, permit, batch):
    """The log is written before anything else is done."""
    with pytest.raises(RecordError):
        vault.people.change(permit, weight_kg=-1.0)
    assert vault.accesses(permit)[-2].action == "person change"


def test_refused_permit_leaves_no_use(vault, permit, now):
    """A permit that is refused was not used."""
    everyone = vault.gate.permit("owner", "administration", "*", now)
    before = len(vault.accesses(everyone))
    with pytest.raises(ConsentError):
        vault.timeline(everyone)
    assert len(vault.accesses(everyone)) == before + 1


def test_log_of_one_person_holds_no_other(vault, permit, now):
    """The uses of another person's record are not shown."""
    vault.timeline(vault.gate.permit("owner", "care", "p2", now))
    assert {use.scope for use in vault.accesses(permit)} == {"p1"}
