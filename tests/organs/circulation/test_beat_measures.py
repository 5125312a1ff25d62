"""Readings of a beat."""

import jax
import numpy as np
import pytest

from vitruvian.organs.circulation.beat_measures import measure
from vitruvian.organs.circulation.chambers import Pericardium
from vitruvian.organs.circulation.deck import CASES, REFERENCE, changed
from vitruvian.organs.circulation.loop import Person


def test_flows_and_resistances_agree(rest):
    """Forward volume is EDV − ESV less the leak; resistance is the deck's; lungs and body see one flow."""
    read = rest[1]
    assert np.isclose(read.sv, read.sv_lv - read.regurgitant_av, rtol=1e-3)
    assert np.isclose(read.svr, (REFERENCE.r_ao + REFERENCE.r_sys + REFERENCE.r_sv) / 0.06, rtol=1e-3)
    assert np.isclose(read.pvr, (REFERENCE.r_pa + REFERENCE.r_pv) / 0.06, rtol=1e-3)
    assert np.isclose(read.qp_over_qs, 1.0, rtol=1e-5)


def test_the_end_systolic_stiffness_is_the_elastance(rest):
    """The largest P/(V − V₀) is E_es, and work is part of the pressure-volume area."""
    assert np.isclose(rest[1].stiffness_es, REFERENCE.e_lv, rtol=1e-4)
    assert 0.5 < rest[1].stroke_work / rest[1].pva < 1.0


def test_stenosis_is_seen_twice(settled):
    """Gradient by catheter and by Doppler agree within 5 %, and Gorlin's area within 15 % of the EOA."""
    _, read = settled(Person(changed(REFERENCE, CASES["AS_sev"])))
    assert np.isclose(read.av_mean, read.av_mean_doppler, rtol=0.05)
    assert np.isclose(read.ava_gorlin, 0.8, rtol=0.15)
    assert np.isclose(read.v_max, np.sqrt(read.av_peak_doppler / 4.0))


def test_recovered_pressure_parts_catheter_from_doppler(settled):
    """In a narrow aorta the catheter reads a tenth less at least than Doppler."""
    deck = changed(REFERENCE, CASES["AS_sev"])._replace(aorta=1.0 / 5.0)
    _, read = settled(Person(deck))
    assert read.av_mean < 0.9 * read.av_mean_doppler


def test_a_late_leak_is_smaller(settled):
    """A prolapsing valve leaks less than one that leaks throughout."""
    deck = changed(REFERENCE, CASES["MR_sev"])
    _, always = settled(Person(deck))
    _, late = settled(Person(deck._replace(late_mv=1.0)))
    assert 0.4 * always.regurgitant_mv < late.regurgitant_mv < 0.9 * always.regurgitant_mv


def test_a_dynamic_obstruction_needs_a_small_ventricle(settled):
    """Systolic anterior motion raises the gradient, and narrows the valve more in an emptier heart."""
    deck = REFERENCE._replace(sam=1.0, sam_volume=140.0, e_lv=5.0)
    _, full = settled(Person(deck))
    _, dry = settled(Person(deck._replace(volume=750.0)))
    _, free = settled(Person(deck._replace(sam=0.0)))
    assert full.av_mean > 1.5 * free.av_mean
    assert dry.ava_gorlin < 0.97 * full.ava_gorlin


def test_fibrillating_atria_cost_output_and_the_a_wave(settled, rest):
    """Without the kick output falls by a tenth or so, and there is no E/A where no A wave is."""
    _, read = settled(Person(REFERENCE._replace(kick=0.0)))
    assert 0.7 * rest[1].co < read.co < 0.97 * rest[1].co


def test_tamponade_equalises_and_lowers(settled, rest):
    """A tight sac raises right atrial pressure and takes output."""
    _, read = settled(Person(REFERENCE, sac=Pericardium(pressure=6.0, volume=250.0, softness=60.0)))
    assert read.rap > rest[1].rap + 1.0
    assert read.co < 0.9 * rest[1].co


@pytest.mark.parametrize("name", ["sbp", "ef", "pcwp", "stroke_work", "ea", "v_max"])
def test_readings_have_finite_slopes(name, rest, slopes):
    """A reading's derivative along elastance, filling and valve area is a number."""
    assert np.all(np.isfinite(getattr(slopes, name)))


@pytest.fixture(scope="module")
def slopes(rest):
    """Derivatives of all readings of one beat along (e_lv, volume of the LA, a_av)."""

    def read(e_lv, filling, a_av):
        state = rest[0].state
        deck = REFERENCE._replace(e_lv=e_lv, a_av=a_av)
        return measure(Person(deck), state._replace(la=state.la + filling), 400)[1]

    return jax.jit(lambda *v: jax.jvp(read, v, (1.0, 1.0, 1.0))[1])(2.6, 0.0, 4.0)
