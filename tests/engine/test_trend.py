"""What an organ says of readings taken day by day."""

import numpy as np

from vitruvian.engine.trend import Course, Follower, Trend


def test_a_follower_gives_a_trend_of_every_day():
    """An organ declares what it reads and how long it looks; what it gives has a value a day."""
    risk = np.array([np.nan, 0.1, 0.4])
    course = Course("weight", "weight", "kg", risk, risk, risk, risk)

    def follow(draws, person, window):
        return Trend("a rise", risk, 0.3, (course,), ("", "", "weight is up"), (), ())

    follower = Follower(("weight",), 1, follow)
    trend = follower.follow(np.zeros((2, 1)), {}, None)
    assert len(trend.risk) == len(trend.why) == len(trend.courses[0].middle) == 3
