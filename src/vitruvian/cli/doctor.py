"""`vitruvian doctor`: what this installation runs on, and what would make it better."""

import os
import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import click

from vitruvian import __version__
from vitruvian.cli.output import emit, shared_options
from vitruvian.cli.places import default_cache, samples, shared_data

PACKAGES = ("jax", "jaxlib", "numpy", "scipy", "numpyro", "click", "rich")
# Single-person work ran 5 to 15 times slower on the JAX that Python 3.11 can have (docs/design.md).
FAST_PYTHON, FAST_JAX = (3, 12), (0, 12)


@click.command("doctor")
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="The shared data folder.")
@shared_options
def command(data: Path | None, home: Path, as_json: bool) -> None:
    """Say what this installation runs on, and what would make it better."""
    found = examine(home, data)
    emit(found, lambda: report(found), as_json)


def examine(home: Path, data: Path | None = None) -> dict[str, Any]:
    """All that is worth knowing about this installation; imports neither numpy nor jax."""
    packages = {name: _version(name) for name in PACKAGES}
    folders = {"home": folder(home), "cache": folder(default_cache())}
    shared = shared_data(data)
    return {
        "vitruvian": __version__,
        "python": platform.python_version(),
        "executable": sys.executable,
        "platform": platform.platform(),
        "cpus": os.cpu_count(),
        "packages": packages,
        **folders,
        "data": None if shared is None else str(shared),
        "samples": sorted(path.name for path in samples().iterdir()) if samples().is_dir() else [],
        "advice": [
            *speed_advice(sys.version_info[:2], packages["jax"]),
            *(line for name, place in folders.items() for line in mode_advice(name, place)),
        ],
    }


def folder(path: Path) -> dict[str, Any]:
    """Path of a folder, whether it exists, and its mode as octal text (None when it does not)."""
    mode = f"{path.stat().st_mode & 0o777:04o}" if path.is_dir() else None
    return {"path": str(path), "exists": path.is_dir(), "mode": mode}


def speed_advice(python: tuple[int, ...], jax: str | None) -> list[str]:
    """What to do if a newer Python, or a newer JAX, would be faster."""
    if jax is None:
        return ['jax is not installed: run "python -m pip install ." in the checkout']
    if python[:2] < FAST_PYTHON:
        return [
            f"Python {python[0]}.{python[1]} has only jax {jax}: on Python 3.12 or newer single-person work "
            "runs several times faster; install one and run make demo again"
        ]
    if tuple(int(part) for part in jax.split(".")[:2]) < FAST_JAX:
        return [f"jax {jax} is older than 0.12, which is several times faster: pip install -U jax"]
    return []


def mode_advice(name: str, found: dict[str, Any]) -> list[str]:
    """What to do if others may open a folder that is the user's own."""
    if found["mode"] is None or os.name != "posix" or int(found["mode"], 8) & 0o077 == 0:
        return []
    return [f"{name} {found['path']} has mode {found['mode']}, open to others: chmod 700 it"]


def report(found: dict[str, Any]) -> str:
    """The same for people to read."""
    lines = [
        f"vitruvian {found['vitruvian']} on Python {found['python']}, {found['cpus']} CPUs",
        f"system    {found['platform']}",
        "packages  " + ", ".join(f"{name} {got or 'missing'}" for name, got in found["packages"].items()),
        *(f"{name:<9} {_folder_words(found[name])}" for name in ("home", "cache")),
        f"data      {found['data'] or 'none: checks that need shared data are skipped (--data DIR)'}",
        *(f"advice    {line}" for line in found["advice"] or ["nothing to improve"]),
    ]
    return "\n".join(lines)


def _folder_words(found: dict[str, Any]) -> str:
    return f"{found['path']} ({'mode ' + found['mode'] if found['exists'] else 'not made yet'})"


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
