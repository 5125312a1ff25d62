"""Evidence of heavy checks: stored beside the organ with the hash of the code that gave it."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

FILE = "evidence.json"


def code_hash(*folders: Path) -> str:
    """Hash of the Python files of the folders, without blank lines, comments and docstrings."""
    digest = sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*.py")):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
            digest.update("\n".join(_code(path.read_text(encoding="utf-8"))).encode() + b"\0")
    return digest.hexdigest()


def organ_code(package: str) -> str:
    """Hash of an organ's package and of the engine it runs on."""
    return code_hash(Path(str(files("vitruvian.engine"))), Path(str(files(package))))


def stored(package: str) -> dict[str, Any] | None:
    """What the last full verification of the organ found, None when there was none.

    Adds `is_current`: whether it was found with this very code.
    """
    file = files(package).joinpath(FILE)
    if not file.is_file():
        return None
    held: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return held | {"is_current": held["code"] == organ_code(package)}


def store(package: str, found: dict[str, Any]) -> Path | None:
    """Write evidence beside the organ; None where the package cannot be written to."""
    folder = Path(str(files(package)))
    kept = {"code": organ_code(package)} | found
    try:
        (folder / FILE).write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    except OSError:
        return None
    return folder / FILE


def _code(text: str) -> Iterator[str]:
    """The lines that do something."""
    silent = set(_docstring_lines(ast.parse(text)))
    for number, line in enumerate(text.splitlines(), 1):
        if number not in silent and line.strip() and not line.lstrip().startswith("#"):
            yield line.rstrip()


def _docstring_lines(tree: ast.Module) -> Iterator[int]:
    """Lines of strings that stand alone as statements."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
        ):
            yield from range(node.lineno, (node.end_lineno or node.lineno) + 1)
