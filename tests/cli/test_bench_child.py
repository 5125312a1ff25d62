import json

from vitruvian.cli import bench_child


def test_the_child_prints_one_object(capsys):
    """With the first end, the median of the runs and a hash that two runs share."""
    hashes = []
    for _ in range(2):
        found = bench_child.timed("metabolism", "uva-day", 1, None)
        hashes.append(found["hash"])
        json.dumps(found)
    assert hashes[0] == hashes[1]
    assert found["cpu_s_per_unit"] * found["units"] == found["cpu_s"]
    assert found["peak_rss_mb"] >= found["idle_rss_mb"] > 10
