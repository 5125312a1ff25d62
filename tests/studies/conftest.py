"""Files of invented people for the back-test."""

from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest


def table(path: Path, seed: int, days: float = 3.0) -> Path:
    """A table of one invented person: slow waves, noise, and a bolus every six hours."""
    rng = np.random.default_rng(seed)
    n = round(288 * days)
    t = 5.0 * np.arange(n)
    waves = 40 * np.sin(2 * np.pi * t / 400 + seed) + 25 * np.sin(2 * np.pi * t / 1440)
    noise = np.zeros(n)
    for k in range(1, n):
        noise[k] = 0.97 * noise[k - 1] + rng.normal(0, 4)
    glucose = np.clip(150 + waves + noise, 45, 390)
    begun = datetime(2024, 3, 1)
    lines = ["time,glucose_mgdl,insulin_bolus [U]"]
    for k in range(n):
        stamp = (begun + timedelta(minutes=float(t[k]))).isoformat(sep=" ")
        lines.append(f"{stamp},{glucose[k]:.0f},{4 if k % 72 == 36 else 0}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def people(tmp_path_factory) -> list[Path]:
    """Four people, a file each."""
    folder = tmp_path_factory.mktemp("people")
    return [table(folder / f"person_{seed}.csv", seed) for seed in range(4)]


@pytest.fixture(scope="session")
def make_table():
    """The maker of such tables."""
    return table
