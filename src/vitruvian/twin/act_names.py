"""The names people use for what a plan may do: "rapid" for insulin_bolus, "meal" for carbs or meal_energy.

A name may stand for several interventions; the unit written with it then decides (g or kcal, U or U/h).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from vitruvian.core.errors import PlanError
from vitruvian.engine.intervention import Intervention

MEALS = ("breakfast", "lunch", "dinner", "snack")
_FOOD = ("carbs", "meal_energy")
_NAMES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("bolus insulin", "bolus", "rapid acting insulin", "rapid insulin", "rapid acting", "rapid",
         "fast acting insulin", "mealtime insulin", "meal insulin", "correction bolus", "correction"),
        ("insulin_bolus",),
    ),
    **dict.fromkeys(("long acting insulin", "long acting", "background insulin"), ("insulin_long_acting",)),
    **dict.fromkeys(("basal rate", "pump rate", "pump basal", "temp basal"), ("insulin_basal_rate",)),
    **dict.fromkeys(("basal insulin", "basal"), ("insulin_long_acting", "insulin_basal_rate")),
    **dict.fromkeys(("insulin",), ("insulin_bolus", "insulin_long_acting", "insulin_basal_rate")),
    **dict.fromkeys(("carbohydrates", "carbohydrate", "carb"), ("carbs",)),
    **dict.fromkeys(("energy",), ("meal_energy",)),
    **dict.fromkeys(("meals", "meal", "food", *MEALS), _FOOD),
    **dict.fromkeys(("exercise", "activity"), ("exercise_intensity",)),
}  # fmt: skip


def find_names(text: str, interventions: Sequence[Intervention]) -> tuple[list[tuple[str, ...]], str, str]:
    """What a piece of a plan names: candidates per name, the meal it is called, and the text without both.

    "lunch carbs 40 g" gives [("carbs",)], "lunch", " 40 g"; the longest name at a place wins.
    """
    known = [i.name for i in interventions]
    table = {**_NAMES, **{_plain(name): (name,) for name in known}}
    found: list[tuple[str, ...]] = []
    label = ""

    def take(match: re.Match[str]) -> str:
        nonlocal label
        name = _plain(match[0])
        if name in MEALS:
            label = name
        candidates = tuple(c for c in table[name] if c in known)
        found.append(candidates)
        return " "

    rest = _pattern(tuple(table)).sub(take, text)
    if label and len(found) > 1:
        found = _without_meal(found)
    return found, label, rest


def find_make(text: str, interventions: Sequence[Intervention]) -> tuple[str, str]:
    """The make that a text names ("" if none), of those that these acts come in, and the text without it."""
    for make in (m for i in interventions for m, _ in i.makes):
        spaced = r"[\s_-]*".join(re.findall(r"[a-z]+|\d+", make))
        match = re.search(rf"(?<![\w-]){spaced}(?!\w)", text)
        if match:
            return make, f"{text[: match.start()]} {text[match.end() :]}"
    return "", text


def refuse_unknown_make(left: Sequence[str], acts: Sequence[Intervention], written: str) -> None:
    """Raise PlanError with the makes and their sizes, where an act that needs one is named with another."""
    for act in acts:
        if act.makes:
            sizes = (f"{make} ({', '.join(f'{size:g}' for size in of)} {act.unit})" for make, of in act.makes)
            raise PlanError(
                f'cannot read "{written}": no make of {act.name} is called "{" ".join(left)}"; '
                f"there are {'; '.join(sizes)}"
            )


def choose(candidates: tuple[str, ...], fitting: Sequence[str], written: str) -> str:
    """The one candidate that fits; raises PlanError when none or several do."""
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        raise PlanError(f"{written} does not fit {' or '.join(candidates)}")
    raise PlanError(f"{written} can mean {' or '.join(fitting)}: write which one")


def _without_meal(found: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Of "lunch carbs" only the carbs remain: the meal was their label."""
    narrow: list[tuple[str, ...]] = [names for names in found if len(names) == 1]
    return narrow or found[:1]


def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(names, key=len, reverse=True)
    words = "|".join(r"[\s_-]+".join(map(re.escape, name.split())) for name in longest_first)
    return re.compile(rf"(?<![\w-])(?:{words})(?!\w)")


def _plain(name: str) -> str:
    return " ".join(re.split(r"[\s_-]+", name.strip()))
