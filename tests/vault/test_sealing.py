import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitruvian.core.errors import StoreError
from vitruvian.vault.sealing import seal, unseal


@given(st.binary())
def test_body_comes_back(body):
    """What was sealed opens to the same bytes."""
    assert unseal(seal(body, "log 1"), "log 1") == body


def test_body_of_another_place_is_refused():
    """A body that was moved to another person or place does not open there."""
    with pytest.raises(StoreError, match="exchanged"):
        unseal(seal(b"x", "log 1"), "log 2")


def test_changed_byte_is_noticed():
    """A damaged body is refused, not used."""
    sealed = bytearray(seal(b"glucose", "log 1"))
    sealed[-1] ^= 1
    with pytest.raises(StoreError, match="damaged"):
        unseal(bytes(sealed), "log 1")


def test_later_way_of_sealing_is_named():
    """A body sealed by a later version says that this one cannot open it."""
    with pytest.raises(StoreError, match="update Vitruvian"):
        unseal(b"VS9" + bytes(40), "log 1")
