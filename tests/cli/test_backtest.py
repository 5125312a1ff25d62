import json

from vitruvian.cli.backtest import report, sentence
from vitruvian.cli.group import vitruvian
from vitruvian.cli.output import execute


def rows(seed: int) -> str:
    """Two days of an invented person as a table."""
    import numpy as np

    walk = 150 + np.cumsum(np.random.default_rng(seed).normal(0, 3, 576)) * 0.3
    lines = [
        f"2024-03-{1 + k // 288:02d} {k % 288 // 12:02d}:{k % 12 * 5:02d}:00,{v:.0f}"
        for k, v in enumerate(walk)
    ]
    return "\n".join(["time,glucose_mgdl", *lines])


def files(folder, count=3):
    made = [folder / f"p{i}.csv" for i in range(count)]
    for i, path in enumerate(made):
        path.write_text(rows(i), encoding="utf-8")
    return [str(path) for path in made]


def test_the_object_has_what_is_promised(tmp_path, capsys):
    """One JSON object with both horizons."""
    assert execute(vitruvian, ["backtest", "metabolism", *files(tmp_path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["people"] == 3
    assert found["horizon_unit"] == "min"
    assert found["horizons"]["60"]["ridge_rmse"] > 0
    assert len(found["trained_on"]) == 3
    assert found["cpu_s"] > 0


def test_people_get_a_table_and_one_sentence(tmp_path, capsys):
    """And from whom was learned."""
    assert execute(vitruvian, ["backtest", "metabolism", *files(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert "30 min" in printed
    assert "pooled ridge regression" in printed
    assert "learned from others of the same source" in printed


def test_a_file_without_readings_exits_1(tmp_path, capsys):
    """With the reason as JSON."""
    empty = tmp_path / "empty.csv"
    empty.write_text("", encoding="utf-8")
    assert execute(vitruvian, ["backtest", "metabolism", str(empty), "--json"]) == 1
    assert "empty" in json.loads(capsys.readouterr().out)["error"]["message"]


def test_more_error_than_the_baseline_is_said_in_capitals():
    """The sentence does not hide a loss."""
    far = {"rmse_ratio": 1.1, "coverage90": 0.8, "width90": 50.0}
    said = sentence({"horizons": {"60": far}, "horizon_unit": "min"})
    assert "10.0 % MORE error" in said
    assert callable(report)
