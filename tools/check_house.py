"""The rules of the house that no other tool checks: sizes, mirrors, names, lock files without addresses.

Run from the root of the checkout:  python tools/check_house.py
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

FILE_LINES = 400
FUNCTION_LINES = 60
DUMPING_GROUNDS = frozenset({"utils", "util", "helpers", "helper", "base", "common", "manager", "misc"})
CODE = ("src", "tests", "tools", "docs", "bench")


def main(root: Path) -> int:
    """Print each broken rule; 1 if there is one."""
    broken = [
        *long_files(root),
        *long_functions(root),
        *missing_mirrors(root),
        *poor_names(root),
        *addresses(root),
    ]
    for line in broken:
        print(line)
    print(f"check_house: {len(broken)} broken" if broken else "check_house: all rules hold")
    return int(bool(broken))


def long_files(root: Path) -> Iterator[str]:
    """Files longer than a reader can hold."""
    for path in _python(root):
        count = len(path.read_text(encoding="utf-8").splitlines())
        if count > FILE_LINES:
            yield f"{path.relative_to(root)}: {count} lines, the limit is {FILE_LINES}: split it by idea"


def long_functions(root: Path) -> Iterator[str]:
    """Functions longer than a screen."""
    for path in _python(root):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            count = (node.end_lineno or node.lineno) - node.lineno + 1
            if count > FUNCTION_LINES:
                where = f"{path.relative_to(root)}:{node.lineno}"
                yield f"{where}: {node.name} has {count} lines, the limit is {FUNCTION_LINES}"


def missing_mirrors(root: Path) -> Iterator[str]:
    """Modules without the test file that mirrors them."""
    package = root / "src" / "vitruvian"
    for path in sorted(package.rglob("*.py")):
        if path.stem.startswith("__"):
            continue
        inner = path.relative_to(package)
        mirror = root / "tests" / inner.parent / f"test_{inner.stem.lstrip('_')}.py"
        if not mirror.is_file():
            yield f"{path.relative_to(root)}: no {mirror.relative_to(root)}"


def poor_names(root: Path) -> Iterator[str]:
    """Modules named for being shared, not for an idea."""
    for path in sorted((root / "src").rglob("*.py")):
        if path.stem.strip("_") in DUMPING_GROUNDS:
            yield f"{path.relative_to(root)}: {path.stem} names no idea"


def addresses(root: Path) -> Iterator[str]:
    """Lock files that name a registry or a folder of some machine."""
    for path in sorted((root / "requirements").glob("*.txt")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if "://" in line or line.startswith(("--index", "--extra-index", "--find-links", "-f ", "/")):
                yield f"{path.relative_to(root)}:{number}: an address: {line.strip()}"


def _python(root: Path) -> list[Path]:
    return sorted(path for folder in CODE for path in (root / folder).rglob("*.py"))


if __name__ == "__main__":
    sys.exit(main(Path.cwd()))
