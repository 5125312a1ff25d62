"""Kept futures of Ann's twin."""

import numpy as np

from vitruvian.core.seeds import jax_key
from vitruvian.engine.plan import Plan
from vitruvian.twin.kept_futures import KEPT, KeptFutures, question
from vitruvian.twin.twin import FUTURES, Twin

KIND = "futures/metabolism"


def test_the_same_question_is_answered_from_the_vault(twin: Twin) -> None:
    """Nothing is added for it, and the answer is what computing it anew gives, byte for byte."""
    first = twin.forecast(Plan())
    kept = twin.vault.objects(twin.permit, KIND)
    assert twin.forecast(Plan()) == first
    assert twin.vault.objects(twin.permit, KIND) == kept
    assert twin.vault.drop_objects(twin.permit, KIND, 0) == len(kept)
    assert twin.forecast(Plan()) == first


def test_all_that_an_answer_follows_from_names_the_question(twin: Twin) -> None:
    """Another key, another count, other draws, another past or future is another question."""
    held, posterior = twin.posterior()
    _, future = twin._coming(held, Plan(), (), 60.0)
    _, longer = twin._coming(held, Plan(), (), 90.0)
    model, key, past = twin.organ.model, jax_key(0, "a"), held.problem
    asked = [
        question(model, posterior, past, future, key, FUTURES),
        question(model, posterior, past, longer, key, FUTURES),
        question(model, posterior, past, future, jax_key(0, "b"), FUTURES),
        question(model, posterior, past, future, key, 10),
        question(model, posterior, past._replace(y=np.asarray(past.y) + 1.0), future, key, FUTURES),
    ]
    assert len(set(asked)) == len(asked)
    assert question(model, posterior, past, future, key, FUTURES) == asked[0]


def test_only_the_newest_stay(twin: Twin) -> None:
    """The oldest of more than KEPT is computed again when it is asked."""
    _, _, _, asked = twin.ask([Plan()])
    kept = KeptFutures(twin.vault, twin.permit, "futures/some organ")
    for number in range(KEPT + 1):
        kept.keep(str(number), asked[0].paths)
    assert kept.named("0") is None
    found = kept.named(str(KEPT))
    assert found is not None
    for signal, values in asked[0].paths.readings.items():
        np.testing.assert_array_equal(found.readings[signal], values)
