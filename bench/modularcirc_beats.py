"""Beats of ModularCirc on the common deck, run by an interpreter that has it: called by `circulation.py`.

Reads the deck (see `circulation_deck.py`) as JSON from stdin; writes {"curves": {name: [value at each step of
the last beat]}, "cpu_s": [CPU seconds a beat, ...], "total_ml": volume at the end} to stdout. The parts are
ModularCirc's own, put together as its own models are; the activation is handed to it as its chambers allow.
Time in ms, as in its models. Only Solver.solve() is timed.
"""

import json
import math
import sys
import time

import numpy as np

np.NaN = np.nan  # ModularCirc 0.3.0 asks for the name that NumPy 2 dropped

from ModularCirc.Components import (  # noqa: E402 - after the name is back
    HC_constant_elastance,
    HC_mixed_elastance,
    Rlc_component,
    Valve_non_ideal,
)
from ModularCirc.HelperRoutines import relu_max  # noqa: E402
from ModularCirc.Models.OdeModel import OdeModel  # noqa: E402
from ModularCirc.Solver import Solver  # noqa: E402

MS = 1000.0
JOINTS = (
    ("lv", "av", "p_lv", "q_av"), ("av", "ao", "p_ao", "q_av"), ("ao", "sa", "p_sa", "q_ao"),
    ("sa", "sv", "p_sv", "q_sa"), ("sv", "ra", "p_ra", "q_sv"), ("ra", "tv", "p_ra", "q_tv"),
    ("tv", "rv", "p_rv", "q_tv"), ("rv", "pulm", "p_rv", "q_pulm"), ("pulm", "pa", "p_pa", "q_pulm"),
    ("pa", "pv", "p_pv", "q_pa"), ("pv", "la", "p_la", "q_pv"), ("la", "mv", "p_la", "q_mv"),
    ("mv", "lv", "p_lv", "q_mv"),
)  # fmt: skip
"""Upstream part, downstream part, their shared pressure and flow. Valve `pulm` is the pulmonary one."""
CURVES = ("p_lv", "p_ao", "p_sa", "p_pa", "p_pv", "v_lv", "v_rv", "v_la", "v_ra")
VOLUMES = ("lv", "rv", "la", "ra", "ao", "sa", "sv", "pa", "pv")


def hill(rise, fall, first, second, period):
    """Double-Hill activation in the form that ModularCirc's chambers call: af(t, dt), t in ms."""

    def shape(t):
        g1, g2 = (t / rise) ** first, (t / fall) ** second
        return g1 / (1.0 + g1) / (1.0 + g2)

    scale = 1.0 / max(shape(i * 1e-5 * period) for i in range(100_001))

    def af(t, dt=False, **_):
        t = t % period
        value = scale * shape(t)
        if not dt:
            return value
        if t <= 0.0:
            return 0.0
        g1, g2 = (t / rise) ** first, (t / fall) ** second
        return value / t * (first / (1.0 + g1) - second * g2 / (1.0 + g2))

    return af


class CommonDeck(OdeModel):
    """The closed loop of the common deck."""

    def __init__(self, asked, clock):
        super().__init__(clock)
        self.name = "CommonDeck"
        self.asked = asked
        self.components = self.chambers() | self.vessels() | self.leaves()
        for name in VOLUMES:
            self.set_v_sv(name)
        for part in self.components.values():
            part.setup()
        for before, after, pressure, flow in JOINTS:
            self.connect_modules(
                self.components[before], self.components[after], plabel=pressure, qlabel=flow
            )
        for part in self.components.values():
            part.setup()

    def chambers(self):
        """Ventricles by the exponential law, atria by the linear one."""
        d, v = self.asked["deck"], self.asked["start"]
        period = self.time_object.tcycle
        times = {
            kind: hill(rise * MS, fall * MS, first, second, period)
            for kind, (rise, fall, first, second) in self.asked["activation"].items()
        }
        out = {}
        for side in ("l", "r"):
            out[f"{side}v"] = HC_mixed_elastance(
                name=f"{side}v", time_object=self.time_object, E_pas=d[f"alpha_{side}v"],
                k_pas=d[f"beta_{side}v"], E_act=d[f"e_{side}v"], v_ref=d[f"v0_{side}v"], v=v[f"{side}v"],
                af=times["ventricle"], delay=period - d["pr"] * MS,
            )  # fmt: skip
            floor = d[f"min_{side}a"]
            out[f"{side}a"] = HC_constant_elastance(
                name=f"{side}a", time_object=self.time_object, E_pas=floor, E_act=floor + d[f"e_{side}a"],
                v_ref=d[f"v0_{side}a"], v=v[f"{side}a"], af=times["atrium"], delay=0.0,
            )  # fmt: skip
        return out

    def vessels(self):
        """Compliance, then resistance and, in the aorta, inertia."""
        d, v = self.asked["deck"], self.asked["start"]
        resistances = {"ao": "r_ao", "sa": "r_sys", "sv": "r_sv", "pa": "r_pa", "pv": "r_pv"}
        return {
            name: Rlc_component(
                name=name, time_object=self.time_object, r=d[r] * MS, c=d[f"c_{name}"],
                l=d["l_ao"] * MS * MS if name == "ao" else 0.0, v_ref=0.0, v=v[name],
            )
            for name, r in resistances.items()
        }  # fmt: skip

    def leaves(self):
        """The four diodes."""
        r = self.asked["valves"]
        return {
            name: Valve_non_ideal(name=name, time_object=self.time_object, r=r[key] * MS, max_func=relu_max)
            for name, key in (("av", "av"), ("mv", "mv"), ("tv", "tv"), ("pulm", "pv"))
        }


def run(asked):
    """Curves of the last beat, and CPU seconds a beat."""
    period = 60.0 * MS / asked["deck"]["hr"]
    clock = {
        "name": "common", "ncycles": asked["beats"], "tcycle": period,
        "dt": period / asked["steps"] * (1.0 - 1e-12), "export_min": asked["beats"],
    }  # fmt: skip
    model = CommonDeck(asked, clock)
    solver = Solver(model=model)
    solver.setup(suppress_output=True, method=asked["method"], step_tol=0.0)
    begun = time.process_time()
    solver.solve()
    cpu = (time.process_time() - begun) / asked["beats"]
    table = solver._asd
    if len(table) != asked["beats"] * asked["steps"] + 1:
        sys.exit(f"ModularCirc stopped after {len(table) - 1} steps")
    last = table.iloc[-asked["steps"] - 1 :]
    curves = {name: last[name].tolist() for name in CURVES}
    return curves, cpu, sum(table[f"v_{name}"].iloc[-1] for name in VOLUMES)


def main():
    """Run as often as asked."""
    asked = json.load(sys.stdin)
    runs = [run(asked) for _ in range(asked["repeats"])]
    curves, _, total = runs[-1]
    if not math.isfinite(total):
        sys.exit("ModularCirc's volumes are not finite")
    json.dump({"curves": curves, "cpu_s": [r[1] for r in runs], "total_ml": total}, sys.stdout)


if __name__ == "__main__":
    main()
