from vitruvian.records.series import series_of


def test_series_is_in_order_of_time(rows):
    """Rows out of order come out in order."""
    assert series_of("glucose_interstitial", rows([10, 0, 5], [3.0, 1.0, 2.0])).value.tolist() == [
        1.0,
        2.0,
        3.0,
    ]


def test_longest_gap_is_the_longest_time_between_rows(rows):
    """A hole of six hours is found."""
    found = series_of("glucose_interstitial", rows([0, 5, 365, 370], [1.0] * 4))
    assert found.longest_gap() == 360 * 60_000_000


def test_one_row_has_no_gap(rows):
    """Nothing lies between a row and itself."""
    assert series_of("carbs", rows([0], [1.0])).longest_gap() == 0
