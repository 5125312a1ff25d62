import pytest

from vitruvian.core.errors import NotEnoughData
from vitruvian.organs.metabolism import bench_assimilate


def test_without_the_example_days_the_work_is_refused():
    """The message says what to name."""
    line, prepare = bench_assimilate.BENCHES["assimilate"]
    assert "500 members" in line
    with pytest.raises(NotEnoughData, match="--data"):
        prepare(None)
