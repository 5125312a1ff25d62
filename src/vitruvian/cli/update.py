"""`vitruvian update`: bring a fitted twin up to the newest reading."""

from __future__ import annotations

from pathlib import Path

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
    emit(result, result["sentence"], as_json)
