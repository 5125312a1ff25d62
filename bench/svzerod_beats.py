"""Beats of svZeroDSolver on the common deck, run by an interpreter with svzerod: called by `circulation.py`.

Reads the deck (see `circulation_deck.py`) as JSON from stdin; writes {"curves": {name: [value at each step of
the last beat]}, "cpu_s": [CPU seconds a beat, ...]} to stdout. Only the run is timed, not the reading of the
deck nor the writing of results; only the last beat is kept.
"""

import json
import sys
import time

import numpy as np
import svzerod

CLOSED = 1e5
"""Resistance of a closed valve, mmHg s/mL: 1 mL in 1000 s at 100 mmHg."""
CURVES = {
    "p_lv": "pressure:lv:av", "p_ao": "pressure:av:ao", "p_sa": "pressure:j_ao:sa", "p_pa": "pressure:pv:pa",
    "p_pv": "pressure:j_pa:pv_bed", "v_lv": "Vc:lv", "v_rv": "Vc:rv", "v_la": "Vc:la", "v_ra": "Vc:ra",
}  # fmt: skip


def hill(asked, chamber, onset):
    """Activation of a ventricle or an atrium."""
    rise, fall, first, second = asked["activation"][chamber]
    return {"type": "two_hill", "t_shift": onset, "tau_1": rise, "tau_2": fall, "m1": first, "m2": second}


def chambers(asked):
    """The four chambers."""
    d = asked["deck"]
    for side in ("l", "r"):
        yield {
            "type": "ChamberElastanceInductorExponential", "name": f"{side}v",
            "values": {
                "Emax": d[f"e_{side}v"], "Impedance": 0.0, "Kxp": d[f"alpha_{side}v"],
                "Kxv": d[f"beta_{side}v"], "Vaso": d[f"v0_{side}v"],
            },
            "activation_function": hill(asked, "ventricle", d["pr"]),
        }  # fmt: skip
        yield {
            "type": "LinearElastanceChamber", "name": f"{side}a",
            "values": {"Emax": d[f"e_{side}a"], "Epass": d[f"min_{side}a"], "Vrest": d[f"v0_{side}a"]},
            "activation_function": hill(asked, "atrium", 0.0),
        }  # fmt: skip


def model(asked):
    """The input file of the closed loop."""
    d = asked["deck"]
    vessels = [
        ("ao", d["c_ao"], d["r_ao"], d["l_ao"]), ("sa", d["c_sa"], d["r_sys"], 0.0),
        ("sv", d["c_sv"], d["r_sv"], 0.0), ("pa", d["c_pa"], d["r_pa"], 0.0),
        ("pv_bed", d["c_pv"], d["r_pv"], 0.0),
    ]  # fmt: skip
    joints = [("ao", "sa"), ("sa", "sv"), ("sv", "ra"), ("pa", "pv_bed"), ("pv_bed", "la")]
    leaves = [("av", "lv", "ao"), ("mv", "la", "lv"), ("pv", "rv", "pa"), ("tv", "ra", "rv")]
    return {
        "simulation_parameters": {
            "number_of_cardiac_cycles": asked["beats"],
            "number_of_time_pts_per_cardiac_cycle": asked["steps"] + 1,
            "cardiac_period": 60.0 / d["hr"], "output_variable_based": True, "output_all_cycles": False,
            "steady_initial": False, "absolute_tolerance": asked["tolerance"],
        },
        "vessels": [
            {
                "vessel_name": name, "vessel_id": i, "zero_d_element_type": "BloodVesselCRL",
                "zero_d_element_values": {"C": c, "R_poiseuille": r, "L": inertance},
            }
            for i, (name, c, r, inertance) in enumerate(vessels)
        ],
        "junctions": [
            {
                "junction_name": f"j_{a}", "junction_type": "NORMAL_JUNCTION", "inlet_blocks": [a],
                "outlet_blocks": [b],
            }
            for a, b in joints
        ],
        "boundary_conditions": [], "chambers": list(chambers(asked)),
        "valves": [
            {
                "type": "PiecewiseValve", "name": name,
                "params": {
                    "Rmin": asked["valves"][name], "Rmax": CLOSED, "upstream_block": a, "downstream_block": b,
                },
            }
            for name, a, b in leaves
        ],
        "initial_condition": beginning(asked),
    }  # fmt: skip


def beginning(asked):
    """The same volumes as the others; the vessels' are those of the pressures at their inlets."""
    inlets = {"ao": "av:ao", "sa": "j_ao:sa", "sv": "j_sa:sv", "pa": "pv:pa", "pv": "j_pa:pv_bed"}
    v, compliance = asked["start"], {name: asked["deck"][f"c_{name}"] for name in inlets}
    chambers = {f"Vc:{name}": v[name] for name in ("lv", "rv", "la", "ra")}
    return chambers | {f"pressure:{node}": v[name] / compliance[name] for name, node in inlets.items()}


def main():
    """Run as often as asked."""
    asked = json.load(sys.stdin)
    cpu = []
    for _ in range(asked["repeats"]):
        solver = svzerod.Solver(model(asked))
        begun = time.process_time()
        solver.run()
        cpu.append((time.process_time() - begun) / asked["beats"])
    curves = {name: np.asarray(solver.get_single_result(node)).tolist() for name, node in CURVES.items()}
    json.dump({"curves": curves, "cpu_s": cpu}, sys.stdout)


if __name__ == "__main__":
    main()
