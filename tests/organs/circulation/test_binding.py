"""A record as the circulation reads it."""

import numpy as np
import pytest

from vitruvian.core.errors import NotEnoughData, RecordError
from vitruvian.engine.organ import Column, Window
from vitruvian.organs.circulation import body
from vitruvian.organs.circulation.binding import bind


def column(value, start=60.0, end=None, label=""):
    """One row."""
    at = np.array([start])
    return Column(at, at if end is None else np.array([end]), np.array([float(value)]), [label], np.zeros(1))


def window(days=3, facts=None, **columns):
    """A window with a cuff reading."""
    cuff = {"bp_systolic": column(120.0), "bp_diastolic": column(75.0)}
    return Window({**cuff, **columns}, 1440.0 * days, 0.0, facts or {})


def test_a_reading_stands_at_the_end_of_its_day():
    """The model says what a day looks like; a reading within it is one of that day."""
    found = bind(window(heart_rate=column(64.0, 1500.0)))
    assert {(r.signal, r.time, r.value) for r in found.readings} == {
        ("bp_systolic", 1440.0, 120.0), ("bp_diastolic", 1440.0, 75.0), ("heart_rate", 2880.0, 64.0),
    }  # fmt: skip


def test_without_pressure_there_is_no_twin():
    """It says what it needs."""
    with pytest.raises(NotEnoughData, match="cuff"):
        bind(Window({}, 1440.0, 0.0, {}))


def test_impossible_readings_are_refused():
    """Not fitted, not averaged."""
    with pytest.raises(RecordError, match="lv_esv"):
        bind(window(lv_edv=column(100.0), lv_esv=column(120.0)))


def test_no_number_is_counted_twice():
    """An ejection fraction that is that of the volumes is left out, and said."""
    found = bind(window(lv_edv=column(120.0), lv_esv=column(48.0), lvef=column(60.0)))
    assert "lvef" not in {r.signal for r in found.readings}
    assert any("second time" in remark for remark in found.remarks)


def test_waves_are_read_as_their_ratio():
    """E 0.9 and A 0.6 m/s are E/A 1.5."""
    found = bind(window(mitral_e=column(0.9), mitral_a=column(0.6)))
    assert [r.value for r in found.readings if r.signal == "mitral_e_over_a"] == pytest.approx([1.5])


def test_findings_move_priors_and_are_said():
    """A gradient makes the valve a narrow one; a low ejection fraction the heart a failing one."""
    found = bind(window(av_mean_gradient=column(45.0), lvef=column(30.0)))
    assert found.person["aortic_opening"] == body.NARROW_AORTIC
    assert found.person["failing"] == 1.0
    assert any("narrow" in remark for remark in found.remarks)


def test_an_operation_lasts():
    """From its day to the end of the window, and as a habit after it."""
    found = bind(window(aortic_valve_replacement=column(26.0, 1500.0, label="sapien3")))
    assert [(e.start, e.end, e.label) for e in found.events] == [(1500.0, 4320.0, "sapien3")]
    assert [e.signal for e in found.habits] == ["aortic_valve_replacement"]


def test_a_hole_that_is_not_there_cannot_be_closed():
    """Plans on it are refused with the reason."""
    assert "no hole" in bind(window()).gaps["atrial_defect_closure"]
    assert "atrial_defect_closure" not in bind(window(septal_defect_atrial=column(2.0))).gaps


def test_it_says_that_people_have_not_been_used():
    """Every answer carries it."""
    assert any("not validated on people" in remark for remark in bind(window()).remarks)


def test_a_peptide_is_said_and_not_fitted():
    """Its class stands among the remarks; a limit of the instrument is enough for it."""
    found = bind(window(facts={"age": 60.0}, nt_probnp=column(900.0)))
    assert any("NT-proBNP 900 pg/mL: heart failure is likely" in remark for remark in found.remarks)
    assert {r.signal for r in found.readings} == {"bp_systolic", "bp_diastolic"}
    low = column(20.0)
    limited = Column(low.start, low.end, low.value, low.label, -np.ones(1))
    assert any("BNP 20 pg/mL: heart failure is unlikely" in r for r in bind(window(bnp=limited)).remarks)


def test_weight_is_read_and_retained_water_makes_nobody_larger():
    """Body surface is that of the first week; all weights are readings."""
    times = 1440.0 * np.arange(20) + 450.0
    weights = np.where(times < 8 * 1440.0, 80.0, 86.0)
    daily = Column(times, times, weights, [""] * 20, np.zeros(20))
    found = bind(window(20, {"height": 178.0, "weight": 86.0}, weight=daily))
    assert found.person["size"] == body.size_of(body.body_surface(178.0, 80.0))
    assert sum(r.signal == "weight" for r in found.readings) == 20


def test_an_older_wrong_row_is_refused():
    """A reading of yesterday is as wrong as one of today."""
    cuff = {
        name: Column(
            np.array([60.0, 1500.0]), np.array([60.0, 1500.0]), np.array(pair), ["", ""], np.zeros(2)
        )
        for name, pair in (("bp_systolic", [80.0, 120.0]), ("bp_diastolic", [130.0, 75.0]))
    }
    with pytest.raises(RecordError, match="bp_diastolic 130 mmHg is not below bp_systolic 80"):
        bind(window(**cuff))
