import json

import pytest

from vitruvian.cli.bench import bench, listed, report
from vitruvian.cli.group import vitruvian
from vitruvian.cli.output import execute
from vitruvian.core.errors import ModelError

KEYS = {
    "name", "units", "unit", "first_s", "cpu_s", "wall_s", "cpu_s_per_unit", "peak_rss_mb", "idle_rss_mb",
    "hash", "details",
}  # fmt: skip


def test_the_list_names_each_piece_of_work_with_a_line(capsys):
    """As JSON and for people."""
    assert execute(vitruvian, ["bench", "--list", "--json"]) == 0
    assert {"replay-map", "posterior-day", "uva-day"} <= set(json.loads(capsys.readouterr().out)["benches"])
    assert execute(vitruvian, ["bench", "--list"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(listed())


def test_an_unknown_bench_exits_2(capsys):
    """The names there are follow."""
    assert execute(vitruvian, ["bench", "nothing"]) == 2
    assert "uva-day" in capsys.readouterr().err


@pytest.mark.slow
def test_a_fresh_process_is_timed():
    """Every promised key; compiling makes the first run longer than those after it."""
    found = bench("metabolism", "uva-day", 1, 2, None)
    assert set(found) >= KEYS
    assert found["first_s"] > found["wall_s"]
    assert "patient-day" in report(found)


def test_work_that_fails_says_why(tmp_path):
    """The last line of the child's complaint."""
    with pytest.raises(ModelError, match="replaybg_example"):
        bench("metabolism", "replay-map", 1, 1, tmp_path)
