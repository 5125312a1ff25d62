"""A day of simglucose people, run by an interpreter that has simglucose: called by `uva_padova.py`.

Reads {"rows": [row number, ...], "ratio": [g/U, ...], "meals": [[minute, g], ...]} from stdin; writes
{"glucose": [[mg/dL at the end of each minute], ...], "cpu_s": [...]} to stdout. Basal throughout; each meal
has a bolus of grams / ratio in its first minute.
"""

import json
import sys
import time
import warnings

warnings.filterwarnings("ignore")

from simglucose.patient.t1dpatient import Action, T1DPatient  # noqa: E402 - its import warns

DAY = 1440


def run(row, ratio, meals):
    """Interstitial glucose at the end of each minute, and CPU seconds."""
    patient = T1DPatient.withID(row)
    numbers = patient._params
    basal = numbers.u2ss * numbers.BW / 6000
    glucose = []
    begun = time.process_time()
    for minute in range(DAY):
        grams = meals.get(minute, 0)
        patient.step(Action(insulin=basal + grams / ratio, CHO=grams))
        glucose.append(patient.observation.Gsub)
    return glucose, time.process_time() - begun


def main():
    """Run all rows asked for."""
    asked = json.load(sys.stdin)
    meals = dict(map(tuple, asked["meals"]))
    days = [run(row, ratio, meals) for row, ratio in zip(asked["rows"], asked["ratio"], strict=True)]
    json.dump({"glucose": [d[0] for d in days], "cpu_s": [d[1] for d in days]}, sys.stdout)


if __name__ == "__main__":
    main()
