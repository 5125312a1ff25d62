from vitruvian.organs.metabolism import check_map


def test_the_bars_are_under_what_the_peer_reached():
    """Each day asks for a better fit than the peer's own."""
    assert all(day.rmse < day.peer_rmse and day.mard < day.peer_mard for day in check_map.DAYS)


def test_the_check_reads_the_example_days():
    """The only check needs the folder of the example days, so that it is skipped without it."""
    (check,) = check_map.CHECKS
    assert check.needs.endswith("replaybg_example")
