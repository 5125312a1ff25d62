"""The heart against its stored table, closed forms, normal ranges, guideline cut-offs and the reflex."""

from vitruvian.organs.circulation.verification import checks


def test_every_benchmark_problem_is_met(shared):
    """All named checks pass with the shared data, and none is skipped."""
    rows, skipped = checks(shared)
    assert skipped == []
    assert len(rows) >= 110
    assert [(row["name"], row["obtained"]) for row in rows if not row["pass"]] == []
