"""The circulation against svZeroDSolver and ModularCirc on one common deck: agreement, then CPU time.

    python bench/circulation.py [--svzerod-python PATH] [--modularcirc-python PATH] [--beats 20]
                                [--batch 1000] [--json]

Makes a venv of its own for each peer in the user's cache unless an interpreter that has it is named. All run
the deck of `circulation_deck.py` from the same volumes for the same beats in steps of 1 ms. First each
reading (highest, lowest, mean of nine curves of the last beat) must agree within 1 % among all three, and
within 0.1 % where ours and svZeroDSolver take steps of 0.1 ms; then each peer's CPU time a beat, at its
defaults and at a faster setting that agrees as well, is held against ours a person-beat in a batch. The
peers have no batch, so the ratio for one person alone is given too, and our time with our own valves.
Exit 1 when readings differ or a ratio to either setting of a peer is under its bar.
"""

import argparse
import os
import sys
import time
from functools import partial
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ["XLA_FLAGS"] = os.environ.get("XLA_FLAGS", "") + " --xla_cpu_multi_thread_eigen=false"

import jax
import jax.numpy as jnp
import numpy as np

jax.config.update("jax_enable_x64", True)

import circulation_deck as common  # noqa: E402 - after double precision
import peer  # noqa: E402

from vitruvian.organs.circulation.loop import begin, fold_beat, run_beat, start, trace_beat  # noqa: E402

PEERS = {
    "svzerod": ("svzerod_beats.py", ["svzerod==3.2"], "svzerod"),
    "ModularCirc": (
        "modularcirc_beats.py",
        ["numpy<2.4", "pandas", "scipy", "numba", "pandera", "joblib", "matplotlib", "tqdm",
         "ModularCirc==0.3.0"],
        "numpy; numpy.NaN = numpy.nan; import ModularCirc.Solver",
    ),
}  # fmt: skip
"""Name -> script, what its venv holds, what must import. ModularCirc also names an empty alias of tqdm, and
so it is installed without following its own list; NumPy 2.4 no longer takes what it passes on."""
SETTINGS = {
    "svzerod": {"default": {"tolerance": 1e-8}, "faster": {"tolerance": 1e-4}},
    "ModularCirc": {"default": {"method": "BDF"}, "faster": {"method": "LSODA"}},
}
"""LSODA chooses its own steps: ModularCirc gives it no largest step; it only reports every 1 ms."""
BARS = {"svzerod": 50.0, "ModularCirc": 1000.0}
LARGEST_PERCENT, LARGEST_PERCENT_FINE, FINER = 1.0, 0.1, 10
REPEATS = 5


def peer_run(python: Path, name: str, asked: dict) -> dict:
    """Curves of the last beat as (steps,) arrays, and median CPU seconds a beat."""
    answer = peer.answer(python, PEERS[name][0], asked)
    curves = {key: np.array(curve)[:-1] for key, curve in answer["curves"].items()}
    return {"curves": curves, "cpu_s": float(np.median(answer["cpu_s"]))}


@partial(jax.jit, static_argnums=(2, 3))
def beaten(person, state, steps: int, beats: int):
    """Highest and lowest arterial pressure and LV volume of each beat."""
    beat = begin(person, steps)

    def see(kept, before, after, seen, beat):
        high, low = kept
        now = (seen.p_sa, after.lv)
        return tuple(map(jnp.maximum, high, now)), tuple(map(jnp.minimum, low, now))

    def one(state, _):
        now = (state.sa / person.deck.c_sa, state.lv)
        return fold_beat(beat, state, see, (now, now))

    return jax.lax.scan(one, state, None, length=beats)[1]


@partial(jax.jit, static_argnums=(2, 3))
def last_beat(person, state, steps: int, beats: int) -> dict:
    """Curves of the last beat, (steps,), as the peers give theirs: values at the start of each step."""
    beat = begin(person, steps)
    state = jax.lax.fori_loop(0, beats - 1, lambda _, s: run_beat(beat, s), state)
    path, seen = trace_beat(beat, state)[1]
    pressures = {f"p_{key}": getattr(seen, f"p_{key}") for key in ("lv", "ao", "sa", "pa", "pv")}
    volumes = {
        f"v_{key}": jnp.concatenate([getattr(state, key)[None], getattr(path, key)[:-1]])
        for key in ("lv", "rv", "la", "ra")
    }
    return pressures | volumes


def prepared(person, dtype):
    """The person and their start in one precision."""
    person = jax.tree.map(lambda v: jnp.asarray(v, dtype), person)
    return person, jax.tree.map(lambda v: jnp.asarray(v, dtype), start(person))


def our_curves(steps: int, beats: int, dtype) -> dict:
    """The common deck by our loop."""
    person, state = prepared(common.person(), dtype)
    return {key: np.asarray(curve, float) for key, curve in last_beat(person, state, steps, beats).items()}


def cpu_per_beat(person, beats: int, dtype) -> float:
    """Median CPU seconds of one beat of one person."""
    person, state = prepared(person, dtype)
    times = []
    for _ in range(REPEATS + 1):
        begun = time.process_time()
        seen = jax.block_until_ready(beaten(person, state, common.STEPS, beats))
        times.append(time.process_time() - begun)
    if not all(np.isfinite(v).all() for v in jax.tree.leaves(seen)):
        sys.exit("a beat of ours is not finite")
    if person.diodes is not None:
        same_beat(seen, our_curves(common.STEPS, beats, dtype), beats)
    return float(np.median(times[1:])) / (beats * state.lv.size)


def same_beat(seen, curves: dict, beats: int) -> None:
    """The timed beats' first person must be the common deck whose curves were compared."""
    highest = [float(np.ravel(v[-1])[0]) for v in seen[0]]
    if not np.allclose(highest, [curves["p_sa"].max(), curves["v_lv"].max()], rtol=1e-5):
        sys.exit(f"beat {beats} that was timed is not the one that was compared")


def apart(a: dict, b: dict) -> dict:
    """Largest difference of a reading in %, its curve, and the largest distance of pressures and volumes."""
    off = {
        key: max(abs(f(a[key]) - f(b[key])) / abs(f(b[key])) for f in (np.max, np.min, np.mean)) for key in b
    }
    worst = max(off, key=off.get)
    gaps = {kind: max(np.abs(a[k] - b[k]).max() for k in b if k.startswith(kind)) for kind in ("p", "v")}
    return {
        "reading_percent": 100.0 * float(off[worst]), "curve": worst,
        "any_moment_mmhg": float(gaps["p"]), "any_moment_ml": float(gaps["v"]),
    }  # fmt: skip


def compare(arguments: argparse.Namespace) -> dict:
    """Agreement of the three, CPU times, and their ratios."""
    beats, steps = arguments.beats, common.STEPS
    pythons = {
        "svzerod": arguments.svzerod_python or peer.interpreter(*PEERS["svzerod"][1:]),
        "ModularCirc": arguments.modularcirc_python
        or peer.interpreter(*PEERS["ModularCirc"][1:], no_deps=True),
    }
    runs = {
        f"{name} {setting}": peer_run(pythons[name], name, common.asked(beats, repeats=3, **values))
        for name, settings in SETTINGS.items()
        for setting, values in settings.items()
    }
    precisions = {"f64": jnp.float64, "f32": jnp.float32}
    ours = {key: our_curves(steps, beats, dtype) for key, dtype in precisions.items()}
    finely = common.asked(beats, steps * FINER, repeats=1, **SETTINGS["svzerod"]["default"])
    fine = peer_run(pythons["svzerod"], "svzerod", finely)["curves"]
    agreement = {
        f"ours {key} - {name}": apart(curves, run["curves"])
        for key, curves in ours.items()
        for name, run in runs.items()
    }
    agreement["svzerod default - ModularCirc default"] = apart(
        runs["svzerod default"]["curves"], runs["ModularCirc default"]["curves"]
    )
    finest = apart(our_curves(steps * FINER, beats, jnp.float64), fine)
    return {
        "beats": beats, "steps_a_beat": steps, "peers": {n: p[1][-1] for n, p in PEERS.items()},
        "agreement": agreement, "agreement_at_0.1_ms_ours_f64_svzerod": finest,
        "peer_cpu_ms_per_beat": {name: 1e3 * run["cpu_s"] for name, run in runs.items()},
    } | timed(arguments, precisions, runs, agreement, finest)  # fmt: skip


def timed(arguments: argparse.Namespace, precisions: dict, runs: dict, agreement: dict, finest: dict) -> dict:
    """Our CPU times, ratios of the peers' to them, and whether all bars are met."""
    crowd = common.people(arguments.batch)
    one = common.person()
    cases = {
        "batch": crowd, "one": one,
        "batch_own_valves": crowd._replace(diodes=None), "one_own_valves": one._replace(diodes=None),
    }  # fmt: skip
    ours = {
        key: {case: cpu_per_beat(person, arguments.beats, dtype) for case, person in cases.items()}
        for key, dtype in precisions.items()
    }
    ratio = {
        f"{name} / ours {key} {case}": run["cpu_s"] / ours[key][case]
        for name, run in runs.items()
        for key in precisions
        for case in ("batch", "one")
    }
    agrees = (
        max(a["reading_percent"] for a in agreement.values()) <= LARGEST_PERCENT
        and finest["reading_percent"] <= LARGEST_PERCENT_FINE
    )
    fast = all(
        ratio[f"{name} {setting} / ours {key} batch"] >= bar
        for name, bar in BARS.items()
        for setting in SETTINGS[name]
        for key in precisions
    )
    return {
        "batch": arguments.batch,
        "our_cpu_ms_per_person_beat": {
            key: {case: 1e3 * cpu for case, cpu in cases.items()} for key, cases in ours.items()
        },
        "ratio": ratio, "agrees": agrees, "pass": agrees and fast,
    }  # fmt: skip


def main() -> int:
    """The command line of this comparison."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--svzerod-python", type=Path)
    parser.add_argument("--modularcirc-python", type=Path)
    parser.add_argument("--beats", type=int, default=20)
    parser.add_argument("--batch", type=int, default=1000)
    return peer.run(parser, compare)


if __name__ == "__main__":
    sys.exit(main())
