"""Checks: rows of the contract, and what happens without data."""

from pathlib import Path

from vitruvian.engine.check import Check, at_least, at_most, result, run_checks


def _row(data: Path) -> list[dict]:
    return [result("x", 1.0, 1.05, 0.1, "1", "nowhere")]


def test_a_row_has_the_fields_of_the_contract():
    """A result carries what `verify` promises."""
    (row,) = _row(Path())
    assert set(row) == {"name", "reference", "obtained", "tolerance", "unit", "source", "pass"}
    assert row["pass"] is True


def test_not_a_number_never_passes():
    """NaN is a failure, whatever the tolerance."""
    assert result("x", 0.0, float("nan"), 1e9, "1", "")["pass"] is False


def test_a_check_without_its_data_is_skipped_with_a_reason(tmp_path):
    """Missing data are named, and the other checks still run."""
    checks = (Check("bound", _row, "table.csv"), Check("free", _row))
    rows, skipped = run_checks(checks, tmp_path)
    assert len(rows) == 1
    assert skipped[0]["name"] == "bound"
    assert "table.csv" in skipped[0]["reason"]
    assert "no data folder" in run_checks(checks, None)[1][0]["reason"]


def test_a_check_with_its_data_runs(tmp_path):
    """Present data let the check run."""
    (tmp_path / "table.csv").touch()
    assert run_checks((Check("bound", _row, "table.csv"),), tmp_path) == (_row(tmp_path), [])


def test_a_bound_passes_from_its_value_on():
    """At the bound is enough, a little beyond is not; not a number never is."""
    assert at_least("draws", 400.0, 400.0, "1", "here")["pass"]
    assert not at_least("draws", 400.0, 399.0, "1", "here")["pass"]
    assert at_most("width", 1.0, 1.0, "1", "here")["pass"]
    assert not at_most("width", 1.0, 1.01, "1", "here")["pass"]
    assert not at_most("width", 1.0, float("nan"), "1", "here")["pass"]
