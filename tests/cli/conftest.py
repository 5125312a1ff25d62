"""Commands run as a person runs them."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from vitruvian.cli.group import vitruvian
from vitruvian.cli.output import execute


@dataclass(frozen=True)
class Said:
    """What a command left: exit code, standard output and error."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one object on standard output."""
        return json.loads(self.out)


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Run `vitruvian WORDS...` in this process."""

    def run(*words: str | Path) -> Said:
        capsys.readouterr()
        code = execute(vitruvian, [str(word) for word in words])
        printed = capsys.readouterr()
        return Said(code, printed.out, printed.err)

    return run


@pytest.fixture
def empty(tmp_path: Path, say: Callable[..., Said]) -> Path:
    """A home with the person `bob`, whose record is empty."""
    home = tmp_path / "empty"
    assert say("person", "add", "bob", "--zone", "Europe/Zurich", "--home", home).code == 0
    return home
