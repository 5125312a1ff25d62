"""The process in which `vitruvian bench` times its work: pinned first, then jax is imported.

python -m vitruvian.cli.bench_child ORGAN NAME RUNS THREADS [DATA]     prints one JSON object
"""

import json
import os
import resource
import sys
import time
from hashlib import sha256
from pathlib import Path
from typing import Any


def pin(threads: int) -> None:
    """Keep this process on so many processors, where the system can."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[-threads:])


def timed(organ: str, name: str, runs: int, data: Path | None) -> dict[str, Any]:
    """First run, the runs after it, memory, hash of the result."""
    import numpy as np

    from vitruvian.engine.organ import organs

    _, prepare = organs()[organ].benches[name]
    work = prepare(data)
    idle = _resident_mb()
    result = np.ascontiguousarray(work.run())
    first_end = time.time()
    cpu, wall = [], []
    for _ in range(runs):
        c, w = time.process_time(), time.perf_counter()
        work.run()
        cpu.append(time.process_time() - c)
        wall.append(time.perf_counter() - w)
    # the kernel's two counters differ by a few pages: a peak is never below what was resident at the start
    peak = max(idle, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0)
    cpu_s = float(np.median(cpu))
    return {
        "name": name,
        "units": work.units,
        "unit": work.unit,
        "first_end": first_end,
        "cpu_s": cpu_s,
        "wall_s": float(np.median(wall)),
        "cpu_s_per_unit": cpu_s / work.units,
        "peak_rss_mb": peak,
        "idle_rss_mb": idle,
        "hash": sha256(result.tobytes()).hexdigest(),
        "details": getattr(work, "details", dict)(),
    }


def _resident_mb() -> float:
    """Memory held now; the peak so far where the system does not say."""
    status = Path("/proc/self/status")
    if not status.is_file():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0
    line = next(x for x in status.read_text("ascii", "replace").splitlines() if x.startswith("VmRSS"))
    return float(line.split()[1]) / 1024.0


def main(arguments: list[str]) -> None:
    """Parse, pin, time, print."""
    organ, name, runs, threads = arguments[:4]
    pin(int(threads))
    found = timed(organ, name, int(runs), Path(arguments[4]) if len(arguments) > 4 else None)
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1:])
