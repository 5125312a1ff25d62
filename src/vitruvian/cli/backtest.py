"""`vitruvian backtest`: forecasts on past records as they would have been made then, scored."""

from pathlib import Path
from typing import Any

import click

from vitruvian.cli.computing import organ_named
from vitruvian.cli.output import emit, shared_options
from vitruvian.cli.places import shared_data
from vitruvian.core.errors import ModelError

THERE = click.Path(exists=True, path_type=Path)


@click.command("backtest")
@click.argument("organ")
@click.argument("files", nargs=-1, required=True, type=THERE)
@click.option("--train", multiple=True, type=THERE, help="Learn from these people only; may be repeated.")
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="The shared data folder.")
@shared_options
def command(
    organ: str, files: tuple[Path, ...], train: tuple[Path, ...], data: Path | None, as_json: bool, home: Path
) -> None:
    """Forecast past records of an ORGAN's signals and score them against named baselines.

    FILES are records of any known format; a table with a column of people holds several.
    """
    from vitruvian.studies.backtest import Asked, backtest

    found = organ_named(organ)
    if found.rolling is None:
        raise ModelError(f"{organ} has no back-test: choose another organ")
    asked = Asked(organ, found.rolling, files, train or None, shared_data(data))
    result = backtest(asked)
    emit(result, lambda: report(result), as_json)


def report(result: dict[str, Any]) -> str:
    """A small table and one honest sentence."""
    unit = result["horizon_unit"]
    lines = [
        f"{result['organ']}: {result['forecasts']} forecasts, {result['people']} people, means over people",
        f"{'ahead':>8}  {'RMSE':>6}  {'ridge':>6}  {'no change':>9}  {'MARD %':>6}  {'CRPS':>6}  "
        f"{'ridge':>6}  {'90 % band holds':>15}  {'width':>6}",
    ]
    for name, h in result["horizons"].items():
        lines.append(
            f"{name + ' ' + unit:>8}  {h['rmse']:6.1f}  {h['ridge_rmse']:6.1f}  "
            f"{h['persistence_rmse']:9.1f}  "
            f"{h['mard_percent']:6.1f}  {h['crps']:6.2f}  {h['ridge_crps']:6.2f}  "
            f"{100 * h['coverage90']:14.1f}%  {h['width90']:6.0f}"
        )
    lines.append(sentence(result))
    lines += [f"note     {note}" for note in notes(result)]
    lines += [f"skipped  {s.name}: {s.reason}" for s in result["skipped"]]
    return "\n".join(lines)


def sentence(result: dict[str, Any]) -> str:
    """What the table says about trust, in one sentence."""
    name, far = list(result["horizons"].items())[-1]
    gain = 100.0 * (1.0 - far["rmse_ratio"])
    versus = f"{gain:.1f} % less error than" if gain >= 0 else f"{-gain:.1f} % MORE error than"
    return (
        f"At {name} {result['horizon_unit']} the forecast has {versus} a pooled ridge regression; "
        f"its 90 % bands held {100 * far['coverage90']:.0f} % of what came and were "
        f"{far['width90']:.0f} wide on average."
    )


def notes(result: dict[str, Any]) -> list[str]:
    """What was said about the people learned from, each once."""
    said = {f"learned from {one['pool']}{': ' + one['note'] if one['note'] else ''}": None
            for one in result["by_person"].values()}  # fmt: skip
    return list(said)
