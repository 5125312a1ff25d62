"""Model B against live simglucose 0.2.11: the error of each minute of a day, and CPU time, in one run.

    python bench/uva_padova.py [--data ../shared] [--peer-python PATH] [--rows 30] [--batch 1000] [--json]

Makes a venv of its own for simglucose in the user's cache unless --peer-python names an interpreter that has
it. Three meals (45, 70, 80 g) eaten at 5 g/min, each with a bolus by the person's own carbohydrate ratio, on
basal. Exit 1 when a minute of any row is more than 0.01 mg/dL off or the ratio is under 10,000.
"""

import argparse
import csv
import os
import sys
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ["XLA_FLAGS"] = os.environ.get("XLA_FLAGS", "") + " --xla_cpu_multi_thread_eigen=false"

import jax
import numpy as np

jax.config.update("jax_enable_x64", True)

import peer  # noqa: E402 - after double precision

from vitruvian.organs.metabolism import check_uva_padova as day  # noqa: E402
from vitruvian.organs.metabolism.patient_table import read_table  # noqa: E402

PEER = "simglucose==0.2.11"
LARGEST_ERROR, SMALLEST_RATIO = 0.01, 10_000
REPEATS = 7


def peer_days(python: Path, ratio: list[float]) -> tuple[np.ndarray, float]:
    """Glucose (1440, N) of the first N rows and CPU seconds per patient-day."""
    asked = {"rows": list(range(1, len(ratio) + 1)), "ratio": ratio, "meals": day.MEALS}
    answer = peer.answer(python, "simglucose_day.py", asked)
    return np.array(answer["glucose"]).T, float(np.mean(answer["cpu_s"]))


def cpu_per_day(people, start, ratio: np.ndarray, batch: int, dtype) -> float:
    """Median CPU seconds per patient-day of one batch, the rows repeated to fill it."""
    fill = np.arange(batch) % len(ratio)
    inputs = jax.tree.map(lambda a: jax.numpy.asarray(a, dtype), day.day_inputs(people, ratio))
    v, x = jax.tree.map(lambda a: jax.numpy.asarray(a[fill], dtype), (people, start))
    carbs, insulin = inputs[0], inputs[1][:, fill]
    times = []
    for _ in range(REPEATS + 1):
        begun = time.process_time()
        day.simulate_minutes(v, x, carbs, insulin).block_until_ready()
        times.append(time.process_time() - begun)
    return float(np.median(times[1:])) / batch


def compare(arguments: argparse.Namespace) -> dict:
    """Errors in both precisions, CPU times, and their ratios."""
    table = read_table(arguments.data / day.TABLE)
    with (arguments.data / day.TABLE.replace("patients", "quest")).open(newline="") as stream:
        ratios = {row["Name"]: float(row["CR"]) for row in csv.DictReader(stream)}
    n = arguments.rows
    people, start = jax.tree.map(lambda a: a[:n], (table.people, table.start))
    ratio = np.array([ratios[name] for name in table.names[:n]])
    packages = ("setuptools<81", PEER)
    python = arguments.peer_python or peer.interpreter(packages, "simglucose, pkg_resources")
    theirs, peer_cpu = peer_days(python, ratio.tolist())
    out = {"rows": n, "peer": PEER, "peer_cpu_s_per_day": peer_cpu, "lowest_mg_dl": float(theirs.min())}
    for name, dtype in (("f64", jax.numpy.float64), ("f32", jax.numpy.float32)):
        ours = day.simulate_day(people, start, ratio, dtype)
        cpu = cpu_per_day(people, start, ratio, arguments.batch, dtype)
        out[name] = {
            "largest_error_mg_dl": float(np.abs(ours - theirs).max()),
            "row_of_it": table.names[int(np.abs(ours - theirs).max(axis=0).argmax())],
            "cpu_s_per_day": cpu,
            "ratio": peer_cpu / cpu,
        }
    out["pass"] = all(
        out[k]["largest_error_mg_dl"] <= LARGEST_ERROR and out[k]["ratio"] >= SMALLEST_RATIO
        for k in ("f64", "f32")
    )
    return out


def main() -> int:
    """The command line of this comparison."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    default = Path(os.environ.get("VITRUVIAN_DATA") or peer.HERE.parents[1] / "shared")
    parser.add_argument("--data", type=Path, default=default)
    parser.add_argument("--peer-python", type=Path)
    parser.add_argument("--rows", type=int, default=30)
    parser.add_argument("--batch", type=int, default=1000)
    return peer.run(parser, compare)


if __name__ == "__main__":
    sys.exit(main())
