import pytest

from vitruvian.core.errors import NotEnoughData
from vitruvian.organs.metabolism import bench_replay


@pytest.mark.parametrize("name", sorted(bench_replay.BENCHES))
def test_without_the_example_days_the_work_is_refused(name, tmp_path):
    """The message says which folder is missing."""
    line, prepare = bench_replay.BENCHES[name]
    assert line
    with pytest.raises(NotEnoughData, match="replaybg_example"):
        prepare(tmp_path)
    with pytest.raises(NotEnoughData, match="--data"):
        prepare(None)


def test_the_units_are_days(shared):
    """Two days in one run of the first."""
    work = bench_replay.replay_map(shared)
    assert (work.units, work.unit) == (2, "day")
