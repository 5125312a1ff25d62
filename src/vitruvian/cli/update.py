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
    """What was taken in, and how far the twin has drifted with it."""
    lines = [result["sentence"]]
    for name, part in result.get("drifted", {}).items():
        before, after = (_spread(part[when]) for when in ("before", "after"))
        lines.append(f"  {name:18s} {before} -> {after} {part['unit']}")
    return "\n".join(lines)


def _spread(part: dict[str, float]) -> str:
    if "q05" not in part:
        return f"{part['q50']:.3g}"
    return f"{part['q50']:.3g} ({part['q05']:.3g} to {part['q95']:.3g})"
