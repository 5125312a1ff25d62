import os
import subprocess
import sys

import pytest

from vitruvian import vault as vaults
from vitruvian.core.errors import StoreError
from vitruvian.vault import Person
from vitruvian.vault.vault import system_clock


def test_a_whole_session_goes_through_the_one_door(tmp_path, batch):
    """Open, add a person, import, read: each step with a permit of the gate, by the real clock."""
    with vaults.open(tmp_path) as vault:
        now = system_clock()
        vault.people.add(vault.gate.permit("owner", "administration", "*", now), Person("p"))
        permit = vault.gate.permit("owner", "care", "p", now)
        vault.append(permit, batch(20))
        assert len(vault.timeline(permit).values("glucose_interstitial")) == 20


def test_failed_import_leaves_nothing(vault, permit, batch, monkeypatch):
    """When storing breaks off half-way, neither rows nor quarantine nor original remain."""
    monkeypatch.setattr("vitruvian.vault.store.CHUNK", "no number")
    with pytest.raises(TypeError):
        vault.append(permit, batch(20))
    assert len(vault.timeline(permit).rows) == 0
    db = vault._database.connection
    assert [
        db.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("log", "readings", "originals")
    ] == [0] * 3


def test_second_process_is_told_to_wait(vault, tmp_path):
    """While this process writes, another one fails with a clear message, and works afterwards."""
    script = (
        "import sys; from vitruvian.vault import open_vault, Person\n"
        "with open_vault(sys.argv[1], clock=lambda: 5, wait=0.05) as vault:\n"
        "    vault.people.add(vault.gate.permit('owner', 'administration', '*', 1), Person('p3'))\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "home")]
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    with vault._database.writing():
        refused = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
    assert "StoreError: another program is writing" in refused.stderr
    assert subprocess.run(command, check=False, env=env).returncode == 0


def test_home_that_is_a_file_is_refused(tmp_path):
    """A home that cannot be a folder says so."""
    (tmp_path / "home").write_text("")
    with pytest.raises(StoreError, match="is a file"):
        vaults.open(tmp_path / "home")
