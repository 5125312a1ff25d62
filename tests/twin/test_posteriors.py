"""Kept posteriors of Ann's twin."""

from dataclasses import replace

from vitruvian.twin.twin import Twin

DAY = 86_400_000_000


def test_a_kept_posterior_is_found_by_name_and_by_age(twin: Twin) -> None:
    """Two ends: the newest that ends within the time asked for, or before an instant."""
    _, posterior = twin.posterior()
    older = replace(posterior, data_hash="older", until=posterior.until - DAY)
    kept = twin.posteriors
    kept.keep(older)
    assert (kept.named("older") or posterior).until == older.until
    end = posterior.until + 1
    assert (kept.newest(end, 2 * DAY) or older).data_hash == posterior.data_hash
    assert (kept.newest(end, 2 * DAY, posterior.until) or posterior).data_hash == "older"
    assert kept.newest(end + 9 * DAY, 2 * DAY) is None


def test_of_two_with_the_same_end_the_last_kept_is_used(twin: Twin) -> None:
    """A fit that is asked for again comes back after the update that had replaced it."""
    _, posterior = twin.posterior()
    twin.posteriors.keep(replace(posterior, data_hash="updated"))
    end = posterior.until + 1
    assert (twin.posteriors.newest(end, DAY) or posterior).data_hash == "updated"
    twin.calibrate()
    assert (twin.posteriors.newest(end, DAY) or posterior).data_hash == posterior.data_hash


def test_an_unknown_name_is_none(twin: Twin) -> None:
    """Nothing is kept under it."""
    assert twin.posteriors.named("nothing") is None


def test_one_of_another_version_is_not_offered(twin: Twin) -> None:
    """A changed prior is another model."""
    _, posterior = twin.posterior()
    twin.posteriors.keep(replace(posterior, data_hash="stale", version="0", until=posterior.until + 5))
    assert (twin.posteriors.newest(posterior.until + 9, DAY) or posterior).data_hash == posterior.data_hash
