"""`vitruvian bench`: a standard piece of work, timed in a fresh process of its own."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import click

from vitruvian.cli.output import emit, shared_options
from vitruvian.cli.places import shared_data
from vitruvian.cli.threads import environment
from vitruvian.core.errors import ModelError
from vitruvian.core.progress import track

RUNS = 5


@click.command("bench")
@click.argument("name", required=False)
@click.option("--list", "is_list", is_flag=True, help="Name all pieces of work.")
@click.option("--threads", type=click.IntRange(1, os.cpu_count() or 1), default=1, show_default=True)
@click.option("--runs", type=click.IntRange(1), default=RUNS, show_default=True, help="Runs after the first.")
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="The shared data folder.")
@shared_options
def command(
    name: str | None, is_list: bool, threads: int, runs: int, data: Path | None, as_json: bool, home: Path
) -> None:
    """Time the piece of work called NAME: CPU seconds are the median of the runs after the first."""
    works = listed()
    if is_list or name is None:
        table = {"benches": {key: line for key, (_, line) in works.items()}}
        emit(table, lambda: "\n".join(f"{key:<16}{line}" for key, (_, line) in works.items()), as_json)
        return
    if name not in works:
        raise click.UsageError(f"no bench is called {name!r}; there are {', '.join(works)}")
    result = bench(works[name][0], name, threads, runs, shared_data(data))
    emit(result, lambda: report(result), as_json)


def listed() -> dict[str, tuple[str, str]]:
    """Every bench by name: its organ and one line of help."""
    from vitruvian.engine.organ import organs

    return {name: (key, line) for key, organ in organs().items() for name, (line, _) in organ.benches.items()}


def bench(organ: str, name: str, threads: int, runs: int, data: Path | None) -> dict[str, Any]:
    """The object that `bench --json` prints. Raises ModelError when the work fails."""
    asked = [organ, name, str(runs), str(threads), *([str(data)] if data else [])]
    with tempfile.TemporaryDirectory() as empty, track(f"bench {name}", None):
        begun = time.time()
        done = subprocess.run(  # noqa: S603 - our own module, with names from our own table
            [sys.executable, "-m", "vitruvian.cli.bench_child", *asked],
            env={**os.environ, **environment(threads), "VITRUVIAN_CACHE": empty},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    if done.returncode:
        why = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise ModelError(f"bench {name} failed: {why}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    first_end = found.pop("first_end")
    return found | {"first_s": first_end - begun, "threads": threads, "runs": runs}


def report(result: dict[str, Any]) -> str:
    """The same for people to read."""
    lines = [
        f"{result['name']}: {result['units']} {result['unit']}, {result['threads']} thread(s)",
        f"first   {result['first_s']:.2f} s from the start of the process, compiling everything",
        f"after   {result['cpu_s']:.4g} s CPU, {result['wall_s']:.4g} s wall, median of {result['runs']}",
        f"each    {result['cpu_s_per_unit']:.3g} s CPU per {result['unit']}",
        f"memory  {result['peak_rss_mb']:.0f} MB at the peak, {result['idle_rss_mb']:.0f} MB before",
        f"result  {result['hash'][:16]}",
    ]
    lines += [f"        {key}: {json.dumps(value)}" for key, value in result["details"].items()]
    return "\n".join(lines)
