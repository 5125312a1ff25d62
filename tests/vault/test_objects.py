import pytest

from vitruvian.core.errors import StoreError


def test_newest_version_is_given(vault, permit):
    """Two versions of a posterior: without a number the second, by number the first."""
    vault.put_object(permit, "posterior", "metabolism", b"one", {"draws": 1})
    vault.put_object(permit, "posterior", "metabolism", b"two", {"draws": 2})
    assert vault.get_object(permit, "posterior", "metabolism")[1] == b"two"
    stored, body = vault.get_object(permit, "posterior", "metabolism", version=1)
    assert (stored.meta, stored.version, body) == ({"draws": 1}, 1, b"one")


def test_newest_of_a_kind_is_given_without_a_name(vault, permit):
    """The latest forecast, whatever it is called."""
    vault.put_object(permit, "forecast", "a", b"1")
    vault.put_object(permit, "forecast", "b", b"2")
    assert vault.get_object(permit, "forecast")[0].name == "b"


def test_objects_are_listed_by_kind(vault, permit):
    """The list holds what each object is, oldest first, without its bytes."""
    vault.put_object(permit, "posterior", "metabolism", b"1")
    vault.put_object(permit, "forecast", "a", b"2", {"of": "metabolism"})
    assert [found.name for found in vault.objects(permit)] == ["metabolism", "a"]
    assert [found.meta for found in vault.objects(permit, "forecast")] == [{"of": "metabolism"}]


def test_absent_object_says_so(vault, permit):
    """Asking for what was never made names it."""
    with pytest.raises(StoreError, match="'p1' has no posterior metabolism yet"):
        vault.get_object(permit, "posterior", "metabolism")


def test_object_of_another_person_is_not_found(vault, permit, now):
    """Objects belong to one person."""
    vault.put_object(permit, "posterior", "metabolism", b"1")
    other = vault.gate.permit("owner", "care", "p2", now)
    assert vault.objects(other) == ()


def test_what_can_be_computed_again_goes_oldest_first(vault, permit, now):
    """Three of a kind, one kept; other kinds and other people keep theirs."""
    other = vault.gate.permit("owner", "care", "p2", now)
    for who, kind in ((permit, "posterior"), (other, "futures"), (permit, "futures")):
        for name in ("a", "b", "c"):
            vault.put_object(who, kind, name, name.encode())
    assert vault.drop_objects(permit, "futures", 1) == 2
    assert [found.name for found in vault.objects(permit, "futures")] == ["c"]
    assert len(vault.objects(permit, "posterior")) == len(vault.objects(other, "futures")) == 3
