"""Compiled programs kept between runs: another person, plan or horizon in the same bucket compiles nothing.

The folder holds machine code of neutral functions, no data. It is parted by machine features, because code
for one processor may not run on another.
"""

from __future__ import annotations

import os
import platform
from hashlib import blake2b
from pathlib import Path

import jax

FOLDER_MODE = 0o700


def use_compile_cache(folder: Path) -> Path:
    """Keep compiled programs below `folder` from now on; returns the part for this machine."""
    part = folder / "compiled" / machine()
    part.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    if os.name == "posix":
        for made in (folder, folder / "compiled", part):
            made.chmod(FOLDER_MODE)
    settings = {
        "jax_compilation_cache_dir": str(part),
        "jax_persistent_cache_min_compile_time_secs": 0.0,
        "jax_persistent_cache_min_entry_size_bytes": -1,
    }
    for name, value in settings.items():
        jax.config.update(name, value)  # jax gives it no types
    return part


def machine() -> str:
    """A name for this kind of machine: system, architecture, processor features, version of jax."""
    told = "|".join((platform.system(), platform.machine(), _features(), jax.__version__))
    return blake2b(told.encode(), digest_size=6).hexdigest()


def _features(source: Path = Path("/proc/cpuinfo")) -> str:
    """The processor's own list of instruction sets where the system shows it, else its name."""
    if not source.is_file():
        return platform.processor()
    lines = source.read_text(encoding="utf-8", errors="replace").splitlines()
    return next((line for line in lines if line.startswith(("flags", "Features"))), platform.processor())
