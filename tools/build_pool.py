"""Build the shipped pool of the glucose back-test from people whose data may be passed on.

    python tools/build_pool.py ../shared

Learns from Hall et al. 2018 (CC BY 4.0) and a Dexcom Clarity export (MIT); writes sums over people, the
hashes by which each of them is recognised, and nobody's readings. Run it again when features, experts or
engine change.
"""

import gzip
import json
import sys
import time
from pathlib import Path

from vitruvian.organs.metabolism.rolling import POOL_FILE, ROLLING
from vitruvian.studies.backtest import people_in
from vitruvian.studies.training import Training

SOURCES = ("hall2018/cgm.csv.gz", "vendor/dexcom_clarity_g6.csv")
ABOUT = "shipped pool: Hall et al. 2018 (CC BY 4.0) and one Dexcom Clarity export (MIT)"
TARGET = Path(__file__).resolve().parents[1] / "src" / "vitruvian" / "organs" / "metabolism" / POOL_FILE


def build(shared: Path) -> dict:
    """The pool as a JSON object."""
    files = [shared / "data" / "glucose" / name for name in SOURCES]
    people, skipped = people_in(ROLLING, files, time.time_ns() // 1000)
    for one in skipped:
        print(f"left out {one.name}: {one.reason}", file=sys.stderr)
    training = Training(tuple(people), None, "build")
    return {
        "about": ABOUT,
        "people": [p.mark.hash for p in people],
        "prints": sorted(set().union(*(p.mark.prints for p in people))),
        "horizons": {f"{h:g}": training.pool(h, ROLLING).to_dict() for h in ROLLING.horizons},
    }


def main(shared: Path) -> None:
    """Build and write."""
    text = json.dumps(build(shared), sort_keys=True, separators=(",", ":"))
    TARGET.write_bytes(gzip.compress(text.encode(), mtime=0))
    print(f"{TARGET}: {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("../shared"))
