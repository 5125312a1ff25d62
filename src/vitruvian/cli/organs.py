"""`vitruvian organs`: the organ models that are installed, ours and other people's."""

from importlib.metadata import EntryPoint, entry_points
from typing import Any

import click

from vitruvian.cli.output import emit, shared_options


@click.command("organs")
@click.option("--check", is_flag=True, help="Run the conformance suite on each (some seconds).")
@shared_options
def command(check: bool, as_json: bool, home: object) -> None:
    """List the organ models: origin, version, what they read and predict, where they were checked."""
    result = {"organs": [described(point) | (conformance(point) if check else {}) for point in installed()]}
    emit(result, lambda: "\n\n".join(map(report, result["organs"])), as_json)


def installed() -> list[EntryPoint]:
    """The entry points of all organs, by name."""
    from vitruvian.engine.organ import GROUP

    return sorted(entry_points(group=GROUP), key=lambda point: point.name)


def described(point: EntryPoint) -> dict[str, Any]:
    """What one organ declares."""
    organ = point.load()
    model = organ.model
    return {
        "name": point.name,
        "title": organ.title,
        "origin": f"{point.dist.name} {point.dist.version}" if point.dist else point.value,
        "model": point.value,
        "version": model.version,
        "parameters": [
            {"name": p.name, "unit": p.unit, "meaning": p.meaning, "source": p.source, "verified": p.verified}
            for p in model.parameters
        ],
        "inputs": [{"signal": i.signal, "unit": i.unit, "kind": i.kind} for i in model.inputs],
        "observes": sorted(model.observes),
        "outcomes": [o.name for o in model.outcomes],
        "domain": model.domain,
        "benches": {name: line for name, (line, _) in organ.benches.items()},
        "verifies": organ.checks is not None,
        "backtests": organ.rolling is not None,
    }


def conformance(point: EntryPoint) -> dict[str, Any]:
    """What the conformance suite finds for one organ, rule by rule."""
    from vitruvian.cli.computing import ready
    from vitruvian.testing import check_model

    ready()
    organ = point.load()
    rules = check_model(organ.model, organ.usual)
    return {"conformance": [{"rule": r.name, "pass": r.holds, "found": r.found} for r in rules]}


def report(organ: dict[str, Any]) -> str:
    """One organ for people to read."""
    return "\n".join(
        [
            f"{organ['name']} {organ['version']}  {organ['title']} (from {organ['origin']})",
            f"  reads       {', '.join(i['signal'] for i in organ['inputs'])}",
            f"  predicts    {', '.join(organ['observes'])}; outcomes {', '.join(organ['outcomes'])}",
            f"  parameters  {', '.join(p['name'] for p in organ['parameters'])}",
            f"  checked     {organ['domain']}",
            *map(_rule, organ.get("conformance", [])),
        ]
    )


def _rule(row: dict[str, Any]) -> str:
    return f"  {'holds' if row['pass'] else 'FAILS'}       {row['rule']}: {row['found']}"
