"""A twin that takes in 20 days reading by reading against one batch fit of them: model A on a virtual person.

    python bench/sequential_twin.py [--days 20] [--seed 3] [--json]

Three meals a day with boluses, on a pump, nothing latent, no drift; readings come from the twin's own
likelihood. For each identified parameter (posterior SD under half of the prior's) it gives how far the mean
of the 500 members is from the batch mean, in SDs of the batch posterior, and the ratio of their SDs; the same
for the posterior that the twin gives when it is asked (`posterior_of`). Exit 1 where members are more than
0.3 SD off or a ratio is outside 0.7-1.4. Twenty days take about twenty minutes of one core.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ["XLA_FLAGS"] = os.environ.get("XLA_FLAGS", "") + " --xla_cpu_multi_thread_eigen=false"

import jax
import numpy as np

jax.config.update("jax_enable_x64", True)

from vitruvian.core.seeds import derive, jax_key  # noqa: E402 - after double precision
from vitruvian.engine.assimilate import assimilate, posterior_of, start  # noqa: E402
from vitruvian.engine.calibrate import calibrate, coordinates  # noqa: E402
from vitruvian.engine.checkpoint import parameters_at  # noqa: E402
from vitruvian.engine.model import parameter_names  # noqa: E402
from vitruvian.engine.problem import Event, Problem, build  # noqa: E402
from vitruvian.engine.virtual import read_everywhere, virtual_readings  # noqa: E402
from vitruvian.organs.metabolism.replay import Replay  # noqa: E402
from vitruvian.organs.metabolism.statistics import PERSON  # noqa: E402

DAY = 1440.0
MEALS = ((7.5, 45.0), (12.5, 70.0), (19.0, 80.0))
FURTHEST, RATIOS, IDENTIFIED = 0.3, (0.7, 1.4), 0.5


def lived(model: Replay, days: int, seed: int) -> Problem:
    """The days of a virtual person with moderate parameters, and what a sensor read of them."""
    random = np.random.default_rng(derive(seed, "sequential"))
    events = [Event("insulin_basal_rate", 0.0, days * DAY, 0.9)]
    for day in range(days):
        for hour, usual in MEALS:
            at = day * DAY + 60.0 * (hour + 0.5 * random.standard_normal())
            grams = usual * np.exp(0.2 * random.standard_normal())
            units = grams / 12.0 * np.exp(0.25 * random.standard_normal())
            events.append(Event("carbs", at, at, grams, spread=0.0))
            events.append(Event("insulin_bolus", at - 5.0, at - 5.0, units))
    problem = build(model, events, [], days * DAY, PERSON)
    truth = 0.6 * random.standard_normal(coordinates(model, problem))
    readings = virtual_readings(model, truth, problem, jax_key(seed, "readings"))
    return jax.tree.map(np.asarray, read_everywhere(problem, readings))


def moments(z: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Means and SDs of weighted draws."""
    mean = weight @ z
    return mean, np.sqrt(weight @ (z - mean) ** 2)


def main() -> int:
    """Follow the person, fit the person, and compare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--days", type=int, default=20)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    model = Replay()
    names = parameter_names(model)
    problem, key, begun = (
        lived(model, asked.days, asked.seed),
        jax_key(asked.seed, "twin"),
        time.process_time(),
    )
    tracked, _ = assimilate(model, start(model, problem, key), problem, key)
    followed_s = time.process_time() - begun
    members = np.asarray(parameters_at(tracked.checkpoint, tracked.x))[:, : len(names)]
    whole, given = calibrate(model, problem, asked.seed), posterior_of(model, tracked, asked.seed)
    middle, spread = moments(np.asarray(whole.z)[:, : len(names)], np.asarray(whole.weight))
    weight = np.exp(np.asarray(tracked.ensemble.log_weight))
    rows = []
    by = {
        "members": moments(members, weight),
        "posterior_of": moments(np.asarray(given.z)[:, : len(names)], np.asarray(given.weight)),
    }
    for i in np.flatnonzero(spread < IDENTIFIED):
        row = {"parameter": names[i]}
        for name, (mean, sd) in by.items():
            row[name] = {"shift": float((mean[i] - middle[i]) / spread[i]), "ratio": float(sd[i] / spread[i])}
        rows.append(row)
    bad = [r["parameter"] for r in rows if not good(**r["members"])]
    told = {
        "days": asked.days,
        "seed": asked.seed,
        "cpu_s_following": followed_s,
        "rows": rows,
        "outside": bad,
    }
    told |= {"ess_batch": min(whole.ess, whole.ess_worst), "ess_given": min(given.ess, given.ess_worst)}
    print(json.dumps(told, indent=1) if asked.json else table(told))
    return 1 if bad else 0


def good(shift: float, ratio: float) -> bool:
    """Near enough to the batch fit."""
    return abs(shift) <= FURTHEST and RATIOS[0] <= ratio <= RATIOS[1]


def table(told: dict) -> str:
    """One line a parameter."""
    lines = [f"{told['days']} days, followed in {told['cpu_s_following']:.0f} CPU s"]
    for row in told["rows"]:
        parts = (
            f"{k} {row[k]['shift']:+.2f} SD, ratio {row[k]['ratio']:.2f}" for k in ("members", "posterior_of")
        )
        lines.append(f"{row['parameter']:18s} {'   '.join(parts)}")
    lines.append(f"outside: {', '.join(told['outside']) or 'none'}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
