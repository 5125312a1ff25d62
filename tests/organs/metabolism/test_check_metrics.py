"""What the comparison with iglu stands on; the comparison itself runs in tests/science."""

from vitruvian.organs.metabolism import check_metrics


def test_every_stored_metric_has_ours():
    """No stored value of iglu is left without a function of ours, and the other way round."""
    assert set(check_metrics.reference()) == set(check_metrics.OURS)


def test_minutes_count_from_the_first_midnight(tmp_path):
    """A record that starts at half past six starts at minute 390."""
    path = tmp_path / "record.csv"
    path.write_text("time,glucose_mgdl\n2024-01-01 06:30:00,101\n2024-01-02 00:00:30,99\n")
    minutes, glucose = check_metrics.read_record(path)
    assert minutes.tolist() == [390.0, 1440.5]
    assert glucose.tolist() == [101.0, 99.0]
