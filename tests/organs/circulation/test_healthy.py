"""The healthy adults."""

from vitruvian.organs.circulation.check_healthy import read_all
from vitruvian.organs.circulation.healthy import HEALTHY, MAN, RANGES_MAN, RANGES_WOMAN, WOMAN


def test_every_reading_is_in_its_range():
    """Man and woman are inside every range, with the activation that follows the root of the period."""
    for ranges, read in zip((RANGES_MAN, RANGES_WOMAN), read_all((MAN, WOMAN)), strict=True):
        outside = [r.name for r in ranges if not r.low <= float(r.read(read)) <= r.high]
        assert outside == []
    assert HEALTHY.timing == 0.5


def test_each_range_says_where_it_is_from():
    """No range is without a source, and at least half of them were seen there."""
    assert all(r.source and r.low < r.high for r in RANGES_MAN)
    assert sum(r.verified for r in RANGES_MAN) >= len(RANGES_MAN) / 2
