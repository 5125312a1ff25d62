"""The posteriors of a person's organ that the vault keeps: put, found by name, found by age."""

from __future__ import annotations

from dataclasses import dataclass

from vitruvian.core.errors import StoreError
from vitruvian.engine.model import Model, full_version
from vitruvian.engine.posterior import Posterior, check_version
from vitruvian.vault import Permit, Vault


@dataclass(frozen=True, slots=True)
class Posteriors:
    """Those of one kind that a permit opens."""

    vault: Vault
    permit: Permit
    model: Model
    kind: str

    def keep(self, posterior: Posterior) -> None:
        """Put one under the hash of its data."""
        meta = {"until": posterior.until, "version": posterior.version, "ess": posterior.ess}
        self.vault.put_object(self.permit, self.kind, posterior.data_hash, posterior.to_bytes(), meta)

    def named(self, name: str) -> Posterior | None:
        """The one of that name, or None. Raises ModelError for one of another version of the model."""
        try:
            _, block = self.vault.get_object(self.permit, self.kind, name)
        except StoreError:
            return None
        posterior = Posterior.from_bytes(block)
        check_version(self.model, posterior)
        return posterior

    def newest(self, end: int, longest: int, before: int | None = None) -> Posterior | None:
        """The newest of this version of the model whose data end at most `longest` µs before `end`; of
        two with the same end the one that was kept last.

        before  µs UTC that its data must not reach; None: no limit
        """
        usable = [
            o
            for o in self.vault.objects(self.permit, self.kind)
            if o.meta.get("version") == full_version(self.model)
            and 0 <= end - int(o.meta["until"]) <= longest
            and (before is None or int(o.meta["until"]) < before)
        ]
        if not usable:
            return None
        return self.named(max(usable, key=lambda o: (int(o.meta["until"]), o.created, o.version)).name)
