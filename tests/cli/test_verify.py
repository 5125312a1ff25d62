import json

from vitruvian.cli.group import vitruvian
from vitruvian.cli.output import execute
from vitruvian.cli.verify import evidence_lines, report

CHECK = {
    "name": "one",
    "reference": 1.0,
    "obtained": 1.0,
    "tolerance": 0.1,
    "unit": "1",
    "source": "s",
    "pass": True,
}


def result(**changes):
    held = {
        "organ": "o",
        "version": "1",
        "checks": [CHECK],
        "passed": 1,
        "failed": 0,
        "skipped": [],
        "cpu_s": 0.1,
    }
    return held | {"evidence": None} | changes


def test_an_unknown_organ_exits_2(capsys):
    """Asked wrongly."""
    assert execute(vitruvian, ["verify", "spleen", "--json"]) == 2
    assert "metabolism" in json.loads(capsys.readouterr().out)["error"]["message"]


def test_each_check_is_a_line():
    """With what was obtained, what it should be and how near."""
    assert "pass  one: 1 against 1 ± 0.1 1" in report(result())
    assert "FAIL  one" in report(result(checks=[CHECK | {"pass": False}]))


def test_evidence_of_other_code_says_so():
    """Heavy checks that were not run now are shown from the store."""
    held = {"date": "2026-01-01", "checks": [CHECK, CHECK | {"name": "heavy"}], "is_current": False}
    lines = evidence_lines(result(evidence=held))
    assert "OTHER CODE" in lines[0]
    assert lines[1:] == ["pass  heavy: 1 against 1 ± 0.1 1"]
    assert "of this code" in evidence_lines(result(evidence=held | {"is_current": True}))[0]


def test_skipped_checks_show_their_reason():
    """For want of data."""
    assert "skipped  day: no data" in report(result(skipped=[{"name": "day", "reason": "no data"}]))
