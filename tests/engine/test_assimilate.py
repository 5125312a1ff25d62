import jax
import numpy as np
import pytest
from tracer import Tracer, day, doses, error_covariance, linear_posterior, weighted_moments

from vitruvian.core.errors import ModelError
from vitruvian.engine import assimilate as assimilation
from vitruvian.engine.assimilate import assimilate, posterior_of, resume, rewind, start
from vitruvian.engine.calibrate import calibrate
from vitruvian.engine.checkpoint import parameters_at
from vitruvian.engine.ensemble import advance
from vitruvian.engine.forecast import forecast
from vitruvian.engine.problem import build
from vitruvian.engine.virtual import read_everywhere, virtual_readings
from vitruvian.engine.window import cut

KEY = jax.random.key(2)
TRUTH = np.array([0.7, -0.5, 0.3])


def _moments(tracked):
    z = np.asarray(parameters_at(tracked.checkpoint, tracked.x))
    return weighted_moments(z, np.exp(np.asarray(tracked.ensemble.log_weight)))


def _agrees(mean, cov, reference, spread, shift=0.3, ratio=(0.7, 1.4)):
    sd = np.sqrt(np.diag(spread))
    assert np.abs((mean - reference) / sd).max() < shift
    assert np.all((np.sqrt(np.diag(cov)) / sd > ratio[0]) & (np.sqrt(np.diag(cov)) / sd < ratio[1]))


@pytest.fixture(scope="module")
def followed(linear, problem):
    """The linear tracer followed through its day from the prior."""
    return assimilate(linear, start(linear, problem, KEY), problem, KEY)


def test_a_day_from_the_prior_ends_at_the_exact_posterior(linear, problem, followed):
    """Sequential means are within 0.3 SD of the closed form, SDs within 0.7-1.4 of it."""
    mean, cov = _moments(followed[0])
    _agrees(mean, cov, *linear_posterior(problem, error_covariance(linear, 48), doses()))
    assert followed[0].step == 48


def test_readings_were_predicted_before_they_came(problem, followed):
    """Errors in units of the told SD scatter about one."""
    told = followed[1]
    error = (np.asarray(problem.y)[:48, 0] - told.mean[:, 0]) / told.sd[:, 0]
    assert 0.7 < np.sqrt(np.mean(error**2)) < 1.3
    assert told.mean[0, 0] == pytest.approx(5.0, abs=0.2)


def test_many_checkpoints_keep_to_the_batch_fit(linear, monkeypatch):
    """Six days with a checkpoint a day end where all six days at once do."""
    monkeypatch.setattr(assimilation, "LONGEST_DAYS", 1.0)
    events = doses(18)
    empty = day(linear, [], events, hours=144.0)
    readings = virtual_readings(linear, TRUTH[:2], empty, jax.random.key(7))
    whole = jax.tree.map(np.asarray, read_everywhere(empty, readings))
    tracked, _ = assimilate(linear, start(linear, whole, KEY), whole, KEY)
    assert [step for step, _ in tracked.checkpoints] == [0, 48, 96, 144, 192, 240]
    total = len(whole.y)
    _agrees(*_moments(tracked), *linear_posterior(whole, error_covariance(linear, total), events))


@pytest.mark.slow
def test_a_nonlinear_model_with_latent_doses_agrees_with_its_calibration(monkeypatch):
    """Elimination and doses really taken, sequential against batch over two days."""
    monkeypatch.setattr(assimilation, "LONGEST_DAYS", 1.0)
    model = Tracer(free=True, spread=0.2)
    empty = day(model, [], doses(6), hours=48.0)
    truth = np.concatenate([TRUTH, np.random.default_rng(0).normal(size=len(empty.column))])
    read = virtual_readings(model, truth, empty, jax.random.key(3))
    whole = jax.tree.map(np.asarray, read_everywhere(empty, read))
    batch = calibrate(model, whole, 1)
    reference, spread = weighted_moments(batch.z[:, :3], batch.weight)
    tracked, _ = assimilate(model, start(model, whole, KEY), whole, KEY)
    mean, cov = _moments(tracked)
    _agrees(mean[:3], cov[:3, :3], reference, spread)


def test_a_calibrated_start_uses_no_reading_twice(linear, problem, posterior):
    """The twin begins at the end of the calibrated record with its posterior."""
    tracked = start(linear, problem, KEY, posterior)
    assert tracked.step == 48
    mean, cov = linear_posterior(problem, error_covariance(linear, 48), doses())
    _agrees(*_moments(tracked), mean, cov)


def test_late_rows_restart_at_the_checkpoint_before_them(linear, problem, posterior, monkeypatch):
    """Rewound and told the same again, the twin ends at the same posterior; nothing older is kept."""
    monkeypatch.setattr(assimilation, "LONGEST_DAYS", 0.5)
    tracked, _ = assimilate(linear, start(linear, problem, KEY), problem, KEY)
    back = rewind(linear, tracked, 30, KEY)
    assert back.step == 24
    again, _ = assimilate(linear, back, cut(linear, problem, 24, 48), KEY)
    mean, cov = linear_posterior(problem, error_covariance(linear, 48), doses())
    _agrees(*_moments(again), mean, cov)
    with pytest.raises(ModelError, match="oldest checkpoint"):
        rewind(linear, tracked, -1, KEY)


def test_drift_lets_parameters_move_again(linear, problem, monkeypatch):
    """With drift the checkpoint is wider than without, but not wider than the prior."""
    monkeypatch.setattr(assimilation, "LONGEST_DAYS", 0.5)
    begun = start(linear, problem, KEY)
    still, moving = (assimilate(linear, begun, problem, KEY, drift)[0] for drift in (0.0, 0.1))
    narrow, wide = (np.diag(t.checkpoint.root @ t.checkpoint.root.T) for t in (still, moving))
    assert np.all(narrow < wide)
    assert np.all(wide < 1.0)


def test_the_tracked_posterior_forecasts(linear, problem, followed):
    """Posterior and window go into a forecast, which follows the curve of the truth."""
    tracked = followed[0]
    found = posterior_of(linear, tracked)
    assert found.may_advise
    future = build(linear, doses(1), [], 6.0, {})
    ahead = forecast(linear, found, tracked.window, future, KEY, 300).quantiles("tracer_plasma")
    assert np.all(ahead["05"] < ahead["95"])
    assert ahead["50"].max() > 10.0


def test_the_same_key_gives_the_same_bytes(linear, problem, followed):
    """No hidden randomness."""
    again, told = assimilate(linear, start(linear, problem, KEY), problem, KEY)
    assert np.asarray(again.x).tobytes() == np.asarray(followed[0].x).tobytes()
    assert told.mean.tobytes() == followed[1].mean.tobytes()


def test_one_more_reading_compiles_nothing(linear, problem, posterior):
    """The second reading runs what the first compiled, and changes no earlier value."""
    tracked = start(linear, problem, KEY, posterior)
    one = build(linear, [], [], 0.5, {}, steps=1)
    first, _ = assimilate(linear, tracked, one, KEY)
    before = advance._cache_size()
    second, _ = assimilate(linear, first, one, KEY)
    assert advance._cache_size() == before
    assert (tracked.step, first.step, second.step) == (48, 49, 50)


def test_many_latent_doses_end_a_stretch_sooner(monkeypatch):
    """A stretch full of latent events becomes a checkpoint after the shorter time, another one does not."""
    monkeypatch.setattr(assimilation, "EVENTFUL_DAYS", 0.5)
    monkeypatch.setattr(assimilation, "MOST_EVENTS", 2)
    monkeypatch.setattr(assimilation, "BLOCK", 6)
    for spread, checkpoints in ((0.2, 2), (0.0, 1)):
        model = Tracer(spread=spread)
        whole = day(model, np.full(48, 6.0), events=doses())
        tracked, _ = assimilate(model, start(model, whole, KEY, members=50), whole, KEY)
        assert (len(tracked.checkpoints) > 1) == (checkpoints > 1)


def test_a_fit_goes_on_as_a_checkpoint(linear, problem):
    """Half the day fitted and resumed, the other half taken in: as the whole day at once."""
    posterior = calibrate(linear, cut(linear, problem, 0, 24), 1)
    tracked = resume(linear, posterior, cut(linear, problem, 0, 24), KEY)
    assert (tracked.step, int(tracked.window.length)) == (24, 0)
    after, _ = assimilate(linear, tracked, cut(linear, problem, 24, 48), KEY)
    _agrees(*_moments(after), *linear_posterior(problem, error_covariance(linear, 48), doses()))


def test_what_drifts_is_forgotten_and_the_rest_is_not(linear, problem):
    """Over 24 steps of 0.1 the first parameter widens by its walk; the second stays as it was learnt."""
    posterior = calibrate(linear, problem, 1)
    still = resume(linear, posterior, problem, KEY)
    moved = resume(linear, posterior, problem, KEY, np.array([0.1, 0.0]))
    before, after = (np.array(t.checkpoint.root @ t.checkpoint.root.T) for t in (still, moved))
    lost = 1.0 - (1.0 - 0.1**2) ** 48
    assert after[0, 0] == pytest.approx((1.0 - lost) * before[0, 0] + lost, rel=1e-6)
    assert after[1, 1] == pytest.approx(before[1, 1], rel=1e-6)


def test_a_stretch_ends_after_its_longest_time(linear, problem, monkeypatch):
    """With stretches of a quarter of a day a day of 48 steps leaves checkpoints at 12, 24 and 36."""
    monkeypatch.setattr(assimilation, "LONGEST_DAYS", 0.25)
    tracked, _ = assimilate(linear, start(linear, problem, KEY), problem, KEY, 0.05)
    assert [step for step, _ in tracked.checkpoints] == [0, 12, 24, 36]
