"""Reading units."""

import contextlib
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from vitruvian.core.errors import UnknownUnit
from vitruvian.core.ucum import PREFIXES, atoms, parse, spellings

METRIC = sorted(name for name, is_metric in atoms().items() if is_metric)


@pytest.mark.parametrize("atom", sorted(atoms()))
def test_every_atom_of_the_table_reads(atom):
    """A row of units.csv can be used as it stands."""
    assert parse(atom).factor > 0


@pytest.mark.parametrize(("written", "meant"), sorted(spellings().items()))
def test_known_wrong_spelling_is_read_as_meant_and_flagged(written, meant):
    """A wrong spelling gives the unit it means, and says so."""
    unit = parse(written)
    assert (unit.text, unit.is_normalised) == (meant, True)
    assert not parse(meant).is_normalised


@pytest.mark.parametrize(
    ("text", "factor"),
    [
        ("mg/dL", Fraction(10)),
        ("10*3/uL", Fraction(10**12)),
        ("kcal", Fraction(4184000)),
        ("mm[Hg]", Fraction(133322)),
        ("/min", Fraction(1, 60)),
        ("kg.m/(s2.m)", Fraction(1000)),
        ("mL/min/kg", Fraction(1, 60 * 10**9)),
        ("m/s2.s", Fraction(1)),
        ("%", Fraction(1, 100)),
        ("100", Fraction(100)),
    ],
)
def test_factor_is_exact(text, factor):
    """The factor into base units (m, s, g) is a rational without rounding."""
    assert parse(text).factor == factor


def test_annotation_means_one():
    """{steps} and {count} are words beside the number 1."""
    assert parse("{steps}").dimensions == parse("{count}").dimensions == parse("1").dimensions == ()


def test_indexed_clearance_is_not_the_plain_one():
    """mL/min/{1.73_m2} keeps its body surface."""
    assert parse("mL/min/{1.73_m2}").dimensions != parse("mL/min").dimensions


def test_u_in_an_insulin_channel_is_the_international_unit():
    """U means [iU] where [iU] is expected, and the enzyme unit elsewhere."""
    assert parse("U/h", "[iU]/h").text == "[iU]/h"
    assert parse("mU", "[iU]").text == "m[iU]"
    assert parse("U/L", "U/L").dimensions == parse("mol/s/L").dimensions


def test_micro_sign_is_read_and_flagged():
    """Both Unicode micro signs mean u."""
    assert parse("µmol/L").text == parse("μmol/L").text == "umol/L"
    assert parse("µmol/L").is_normalised


@pytest.mark.parametrize(
    "text", ["", " ", "foo", "mg/", "(mg", "mg)", "mg//dL", "0", "mg/dL}{", "10*9999", "kmin", "]"]
)
def test_unreadable_unit_is_refused(text):
    """What is no unit is an error that says how to write one."""
    with pytest.raises(UnknownUnit, match="write"):
        parse(text)


def test_error_names_near_spellings():
    """A slip of the pen is answered with what may have been meant."""
    with pytest.raises(UnknownUnit, match="mg/dl"):
        parse("mg/dl.")


@given(st.sampled_from(sorted(PREFIXES)), st.sampled_from(METRIC), st.integers(1, 3))
def test_power_of_a_prefixed_atom_is_the_power_of_its_factor(prefix, atom, power):
    """(km)2 is km2 for every prefix and metric atom."""
    assume(prefix + atom not in spellings())  # "ft" means the foot
    once = parse(prefix + atom)
    assert parse(f"{prefix}{atom}{power}").factor == once.factor**power


@given(st.text(alphabet="mgdL/.()[]{}*^123%Hg iU-", max_size=12))
def test_any_text_reads_or_is_refused(text):
    """No text makes the reader fail in another way."""
    with contextlib.suppress(UnknownUnit):
        assert parse(text).factor > 0
