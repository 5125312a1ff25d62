import dataclasses

import pytest

from vitruvian.engine.rolling import Case, Seen


@pytest.mark.parametrize("kind", [Seen, Case])
def test_what_an_organ_hands_over_is_a_value(kind):
    """It cannot be changed after it was made."""
    made = kind(*range(len(dataclasses.fields(kind))))
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(made, dataclasses.fields(kind)[0].name, None)
