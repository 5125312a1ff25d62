from vitruvian.records.store import Store
from vitruvian.vault.gate import Permit
from vitruvian.vault.vault import Vault


def use(store: Store[Permit], permit: Permit) -> int:
    """A caller that knows only the protocol."""
    return len(store.timeline(permit)) + len(store.quarantine(permit))


def test_the_vault_does_what_the_protocol_asks(tmp_path):
    """A caller written against the protocol works with the vault."""
    with Vault(tmp_path, clock=lambda: 5) as vault:
        from vitruvian.vault import Person

        vault.people.add(vault.gate.permit("owner", "administration", "*", 1), Person("p1"))
        assert use(vault.records, vault.gate.permit("owner", "care", "p1", 1)) == 0
