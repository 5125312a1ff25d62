"""Floor 2: the sealed record of each person, behind one door. Every read and write takes its permit."""

from vitruvian.vault.gate import Permit
from vitruvian.vault.objects import StoredObject
from vitruvian.vault.people import Person
from vitruvian.vault.vault import Vault, open_vault

open = open_vault

__all__ = ["Permit", "Person", "StoredObject", "Vault", "open", "open_vault"]
