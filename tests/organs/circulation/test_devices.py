"""What can be attached to the loop."""

import jax
import numpy as np
import pytest

from vitruvian.organs.circulation import devices
from vitruvian.organs.circulation.deck import CASES, REFERENCE, changed
from vitruvian.organs.circulation.devices import Attached, Balloon, Coronary, Lvad, Rotor
from vitruvian.organs.circulation.loop import Person, total_volume

FAILING = changed(REFERENCE, CASES["HFrEF"])
OFF = Attached(
    lvad=Lvad(resistance=1e12),
    ecmo=Rotor(head=-1e6),
    impella=Rotor(head=-1e6),
    balloon=Balloon(size=0.0),
    coronary=Coronary(r_in=1e12, r_out=1e12),
    asd=0.0,
    vsd=0.0,
    pda=0.0,
    bt=0.0,
)
NARROW = Coronary(viscous=15.0, narrowing=4.0, area=0.06)
PEOPLE = {
    "failing": (FAILING, {}),
    "lvad slow": (FAILING, {"lvad": Lvad(8000.0)}),
    "lvad fast": (FAILING, {"lvad": Lvad(10000.0)}),
    "ecmo": (FAILING, {"ecmo": Rotor(head=220.0)}),
    "impella": (FAILING, {"impella": Rotor(head=200.0)}),
    "balloon": (FAILING, {"balloon": Balloon(size=20.0)}),
    "well": (REFERENCE, {}),
    "asd": (REFERENCE, {"asd": 0.5}),
    "vsd": (REFERENCE, {"vsd": 0.5}),
    "pda": (REFERENCE, {"pda": 0.5}),
    "bt": (REFERENCE, {"bt": 0.2}),
    "open": (REFERENCE, {"coronary": Coronary()}),
    "narrow": (REFERENCE, {"coronary": NARROW}),
    "grafted": (REFERENCE, {"coronary": NARROW._replace(graft=0.5)}),
}


@pytest.fixture(scope="module")
def clinic(settled):
    """Readings of everyone by name; all in one ensemble, each with one device switched on."""
    members = [Person(deck, OFF._replace(**on)) for deck, on in PEOPLE.values()]
    found, read = settled(jax.tree.map(lambda *v: np.array(v), *members))
    assert np.allclose(total_volume(found.state), [deck.volume for deck, _ in PEOPLE.values()], rtol=1e-13)
    rows = zip(*(np.broadcast_to(v, (len(PEOPLE),)) for v in read), strict=True)
    return {name: type(read)(*row) for name, row in zip(PEOPLE, rows, strict=True)}


def test_a_faster_lvad_empties_the_ventricle(clinic):
    """From 8000 to 10000 rpm EDV and pulse pressure fall and the pump's flow rises."""
    slow, fast = clinic["lvad slow"], clinic["lvad fast"]
    assert fast.edv < slow.edv - 20.0
    assert fast.sbp_ao - fast.dbp_ao < slow.sbp_ao - slow.dbp_ao - 10.0
    assert fast.support > slow.support + 1.0


def test_an_empty_ventricle_resists_suction():
    """Below 1 mmHg the suction resistor takes flow away from the pump."""
    free = Lvad(suction=0.0)
    assert devices.lvad_flow(Lvad(), 50.0, -5.0, 80.0, 1e-3) < devices.lvad_flow(free, 50.0, -5.0, 80.0, 1e-3)
    assert devices.lvad_flow(Lvad(), 50.0, 5.0, 80.0, 1e-3) == devices.lvad_flow(free, 50.0, 5.0, 80.0, 1e-3)


def test_ecmo_loads_and_impella_unloads_the_ventricle(clinic):
    """ECMO raises arterial pressure and ESV; Impella lowers EDV and wedge pressure."""
    bare, ecmo, impella = clinic["failing"], clinic["ecmo"], clinic["impella"]
    assert ecmo.map > bare.map + 5.0
    assert ecmo.esv > bare.esv
    assert impella.edv < bare.edv - 10.0
    assert impella.pcwp < bare.pcwp - 1.0


def test_a_balloon_unloads_systole(clinic):
    """The balloon lowers end-diastolic aortic pressure and raises the stroke volume."""
    assert clinic["balloon"].dbp_ao < clinic["failing"].dbp_ao - 3.0
    assert clinic["balloon"].sv > clinic["failing"].sv


@pytest.mark.parametrize("hole", ["asd", "vsd", "pda", "bt"])
def test_a_hole_shunts_left_to_right(clinic, hole):
    """Each hole lets the lungs see more blood than the body; a heart without one does not."""
    assert clinic[hole].qp_over_qs > 1.05
    assert clinic[hole].hole > 0.2
    assert np.isclose(clinic["well"].qp_over_qs, 1.0, atol=1e-4)


def test_a_stenosis_starves_the_heart_and_a_graft_feeds_it(clinic):
    """Coronary flow is some 4 % of the output, falls with a narrow artery and returns with a bypass."""
    assert 0.03 < clinic["open"].coronary / clinic["open"].co < 0.06
    assert clinic["narrow"].coronary < 0.7 * clinic["open"].coronary
    assert clinic["narrow"].coronary < clinic["grafted"].coronary < 1.05 * clinic["open"].coronary


def test_devices_switched_off_change_nothing(clinic, rest):
    """With every device off the readings are those of a person without any."""
    assert np.isclose(clinic["well"].edv, rest[1].edv, rtol=1e-3)
