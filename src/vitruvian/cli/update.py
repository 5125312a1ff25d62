"""`vitruvian update`: bring a fitted twin up to the newest reading."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from vitruvian.cli.output import emit, shared_options
from vitruvian.cli.session import seed_option, twin_of, without_option


@click.command()
@click.argument("person")
@click.option("--organ", default="metabolism", show_default=True, help="Which organ.")
@without_option
@seed_option
@shared_options
def command(person: str, organ: str, without: tuple[str, ...], seed: int, home: Path, as_json: bool) -> None:
    """Let PERSON's twin take in what has come since it was fitted, at a fixed cost per reading."""
    with twin_of(home, person, organ, seed, without=without) as twin:
        result = twin.update()
    emit(result, lambda: update_text(result), as_json)


def update_text(result: dict[str, Any]) -> str:
    """What was taken in, and how far the twin has drifted with it.

    As changes: the numbers themselves are those of an adult of usual size, not what a device would read.
    """
    lines = [result["sentence"]]
    for part in result.get("drifted", {}).values():
        change = 100.0 * (part["after"]["q50"] / part["before"]["q50"] - 1.0)
        spread = ""
        if "q05" in part["after"]:
            low, high = (100.0 * (part["after"][q] / part["after"]["q50"] - 1.0) for q in ("q05", "q95"))
            spread = f"; known within {low:+.0f} to {high:+.0f} %"
        lines.append(f"  {part['meaning']}: {change:+.1f} %{spread}")
    return "\n".join(lines)
