"""The virtual sensor: its noise, its drift, its limits."""

import numpy as np
import pytest

from vitruvian.organs.metabolism import sensor


@pytest.fixture(scope="module")
def drawn() -> sensor.Sensor:
    """Four hundred sensors."""
    return sensor.draw_sensors(400, np.random.default_rng(1))


def test_the_published_covariance_is_one():
    """The printed triangle is symmetric and positive definite."""
    covariance = sensor.covariance()
    assert np.array_equal(covariance, covariance.T)
    assert np.linalg.eigvalsh(covariance).min() > 0.0


def test_every_sensor_is_stationary_and_quiet(drawn):
    """No drawn sensor has a noise SD of 10 mg/dL or more, or an unstable process."""
    assert drawn.noise_sd().max() < 10.0
    assert np.all(drawn.phi2 <= 1.0 - np.abs(drawn.phi1) - 0.02)


def test_noise_has_the_stated_sd(drawn):
    """Long noise has the stationary SD that its numbers imply."""
    long = sensor.noise(drawn, 4000, np.random.default_rng(2))
    ratio = long.std(axis=1) / drawn.noise_sd()
    assert np.median(ratio) == pytest.approx(1.0, abs=0.02)


def test_noise_starts_stationary(drawn):
    """The first value is as wide as any later one."""
    first = sensor.noise(drawn, 2, np.random.default_rng(3))[:, 0] / drawn.noise_sd()
    assert first.std() == pytest.approx(1.0, abs=0.1)


def test_an_unstable_process_has_no_finite_sd():
    """Numbers outside the triangle of stationarity are infinite noise."""
    unstable = sensor.Sensor(*(np.array([x]) for x in (1.0, 0.0, 0.0, 0.0, 1.5, -0.2, 3.0)))
    assert np.isinf(unstable.noise_sd()).all()


def test_readings_are_whole_numbers_within_limits(drawn):
    """What is shown is 40-400 mg/dL in whole numbers."""
    shown = sensor.read(drawn, np.linspace(0.0, 600.0, 288), np.arange(288) / 288, np.random.default_rng(4))
    assert shown.shape == (400, 288)
    assert (shown.min(), shown.max()) == (40.0, 400.0)
    assert np.array_equal(shown, np.round(shown))


def test_mean_sensor_reads_near_the_truth(drawn):
    """Averaged over sensors, a level of 120 mg/dL reads within 5 mg/dL of it."""
    shown = sensor.read(drawn, np.full(288, 120.0), 3.0 + np.arange(288) / 288, np.random.default_rng(5))
    assert abs(shown.mean() - 120.0) < 5.0


def test_a_sensor_does_not_outlive_ten_days(drawn):
    """Days after the sensor's life are refused."""
    with pytest.raises(ValueError, match="days since insertion"):
        sensor.read(drawn, np.full(2, 120.0), np.array([9.0, 10.1]), np.random.default_rng(6))


def test_the_same_generator_gives_the_same_readings(drawn):
    """Randomness comes only from the generator passed in."""
    one, two = (sensor.read(drawn, np.full(9, 99.0), np.zeros(9), np.random.default_rng(7)) for _ in range(2))
    assert np.array_equal(one, two)
