"""A plan in words becomes data, is echoed back with its dates, and is refused beyond a hard limit."""

from vitruvian.core.errors import PlanError
from vitruvian.core.time import instant
from vitruvian.organs.metabolism.therapy import INTERVENTIONS
from vitruvian.twin.words import echo, parse

now = instant("2014-10-05T06:09")
plan = parse("insulin_bolus 4U at 12:30; carbs 40g at 13:00", INTERVENTIONS, now, None)
print(echo(plan, None))

try:
    parse("insulin_bolus 400U at 12:30", INTERVENTIONS, now, None)
except PlanError as refusal:
    print(refusal.message)

print(len(plan.items))
# ends in 2
