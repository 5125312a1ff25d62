"""`vitruvian warm`: compile the common shapes ahead of their first use."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import click

from vitruvian.cli.demo import run_sample
from vitruvian.cli.output import emit, shared_options
from vitruvian.twin.fitting import FIT

ONCE = replace(FIT, repeats=1, blocks=0, fallback=0)
"""The shapes of a usual fit, sampled once."""


@click.command()
@shared_options
def command(home: Path, as_json: bool) -> None:
    """Compile what a person's fit and forecast need, so that later runs start at once. Touches no record."""
    begun = perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        run_sample(Path(folder), lambda text: None, ONCE)
    seconds = perf_counter() - begun
    emit({"wall_s": round(seconds, 2)}, f"Warm after {seconds:.0f} s", as_json)
