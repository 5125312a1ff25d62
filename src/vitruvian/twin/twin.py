"""One person's twin: their record, an organ's model conditioned on it, and the questions asked of both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from vitruvian.core.errors import NotEnoughData, PlanError
from vitruvian.core.seeds import jax_key
from vitruvian.engine.assimilate import EVENTFUL_DAYS
from vitruvian.engine.calibrate import Effort
from vitruvian.engine.forecast import Paths, compare, forecast, outcomes
from vitruvian.engine.hindcast import Skill, hindcast, widen
from vitruvian.engine.model import Outcome
from vitruvian.engine.optimise import Chance, Ranked, optimise
from vitruvian.engine.organ import Organ
from vitruvian.engine.plan import DAY, MINUTE, Plan, check_limits
from vitruvian.engine.portrait import gallery_json
from vitruvian.engine.posterior import Posterior
from vitruvian.engine.problem import Event, Problem, build
from vitruvian.records.timeline import Timeline
from vitruvian.twin.answer import answer_of
from vitruvian.twin.drifting import FURTHEST_DAYS, LASTS_DAYS, left_of, moved, record_of, take_in_days
from vitruvian.twin.fitting import Stretch, calibration_report, fit, span, stretch
from vitruvian.twin.future import Horizon, future_events
from vitruvian.twin.kept_futures import KeptFutures, question
from vitruvian.twin.leaving_out import LeftOut, without_days
from vitruvian.twin.posteriors import Posteriors
from vitruvian.twin.updating import Updated, take_in
from vitruvian.twin.window import local_midnight, local_offset
from vitruvian.vault import Permit, Vault
from vitruvian.vault.people import Person

Array = Any
FUTURES = 500
MOST_DRAWN, BEHIND = 3, 20
"""Plans that a figure of the organ shows beside each other, and people drawn thinly behind each."""
KEEP_FIT_FOR = 1 * DAY
"""A fit is extended to a later origin for this long; later the person is fitted again."""


@dataclass(frozen=True)
class Asked:
    """One plan's futures: what was asked, the paths, and the outcomes in each."""

    plan: Plan
    events: tuple[Event, ...]
    paths: Paths
    outcomes: dict[str, Array]


@dataclass
class Twin:
    """The twin of one person and organ. Every read and write of the record goes through the permit.

    seed    root of all random draws
    effort  how hard a fit tries when one is needed; None: as `fitting` chooses
    left_out  signals and days whose rows are not read
    """

    vault: Vault
    permit: Permit
    organ: Organ
    seed: int = 0
    effort: Effort | None = None
    left_out: tuple[LeftOut, ...] = ()
    _kept: dict[str, Any] = field(default_factory=dict, repr=False)

    @property
    def person(self) -> Person:
        """Who this is."""
        if "person" not in self._kept:
            self._kept["person"] = self.vault.people.get(self.permit)
        person: Person = self._kept["person"]
        return person

    @property
    def timeline(self) -> Timeline:
        """All of the record but what is left out."""
        if "timeline" not in self._kept:
            self._kept["timeline"] = without_days(self.vault.timeline(self.permit), self.left_out)
        timeline: Timeline = self._kept["timeline"]
        return timeline

    @property
    def posteriors(self) -> Posteriors:
        """What the vault keeps of this organ's fits."""
        return Posteriors(self.vault, self.permit, self.organ.model, f"posterior/{self.organ.name}")

    def stretch(self, until: int | None = None) -> Stretch:
        """The stretch of the record that a fit up to `until` uses."""
        return stretch(self.organ, self.person, self.timeline, until)

    def calibrate(self, until: int | None = None, effort: Effort | None = None) -> dict[str, Any]:
        """Fit now, unless the same data have been fitted with this model already; the `calibrate` object.

        Questions from then on rest on this fit, also where an update of the same days had replaced it.
        """
        held = self.stretch(until)
        posterior, cpu_s = self._posterior_of(held, effort)
        newest = self.posteriors.newest(held.end, KEEP_FIT_FOR)
        if newest is not None and newest.until == posterior.until and newest.data_hash != posterior.data_hash:
            self.posteriors.keep(posterior)
        return calibration_report(held, posterior, cpu_s)

    def posterior(self, until: int | None = None) -> tuple[Stretch, Posterior]:
        """The stretch that ends at `until` and a posterior for it: a recent fit extended, else a new fit."""
        held = self.stretch(until)
        recent = self.posteriors.newest(held.end, KEEP_FIT_FOR)
        if recent is None:
            return held, self._posterior_of(held, None)[0]
        return self._extend(held, recent)

    def described(self, until: int | None = None) -> dict[str, Any]:
        """The `calibrate` object of the fit that a question from `until` rests on."""
        held, posterior = self.posterior(until)
        return calibration_report(held, posterior, 0.0)

    def ask(self, plans: Sequence[Plan], origin: int | None = None, minutes: float | None = None,
            follow_log: bool = False) -> tuple[Stretch, Posterior, Skill, list[Asked]]:  # fmt: skip
        """Futures under each plan, over common draws.

        origin      µs UTC; None: the last reading of the organ's primary signal
        follow_log  take what the record says after the origin as what was planned
        Raises PlanError beyond a hard limit, NotEnoughData for an input the record says nothing about.
        """
        for plan in plans:
            check_limits(plan, self.organ.model.interventions)
        seen = self.stretch(origin)
        for plan in plans:
            _refuse_unknown(plan, seen)
        length = _horizon(plans, seen.end, self.organ, minutes)
        held, posterior = self.posterior(origin)
        logged = self._logged_after(held, length) if follow_log else ()
        skill = self._skill(held, posterior)
        asked = [self._future(held, posterior, plan, logged, length, skill) for plan in plans]
        return held, posterior, skill, asked

    def update(self) -> dict[str, Any]:
        """Take in the readings since the last fit; without one that can be carried on, fit anew.

        A fit can be carried on for a day, where something of the organ drifts for FURTHEST_DAYS.
        """
        if self.organ.drift:
            return self._follow()
        held = self.stretch(None)
        recent = self.posteriors.newest(held.end, KEEP_FIT_FOR)
        longer = None if recent is None else self._carried(held, recent)
        if recent is None or longer is None or held.end - recent.origin > EVENTFUL_DAYS * DAY:
            return self._anew()
        if longer.data_hash == record_of(recent):
            return self._nothing_new(recent)
        return self._took_in(take_in(longer, recent, self.seed))

    def _follow(self) -> dict[str, Any]:
        """Take in the days since a fit or update of an earlier day, letting drift what drifts."""
        held = self.stretch(None)
        newest = self.posteriors.newest(held.end, FURTHEST_DAYS * DAY)
        if newest is not None and record_of(newest) == self._record(held, newest):
            return self._nothing_new(newest)
        midnight = local_midnight(held.end, local_offset(held.timeline, self.organ.reads, held.end))
        before = self.posteriors.newest(held.end, FURTHEST_DAYS * DAY, midnight + 1)
        longer = None if before is None else self._carried(held, before)
        if before is None or longer is None or held.end - before.origin > LASTS_DAYS * DAY:
            return self._anew()
        updated = take_in_days(longer, before, self.seed)
        drifted = moved(self.organ.model, self.organ.drift, before, updated.posterior)
        return self._took_in(updated) | {"drifted": drifted}

    def _record(self, held: Stretch, posterior: Posterior) -> str:
        """Hash of the record from a posterior's origin to where `held` ends."""
        return span(self.organ, self.person, held.timeline, posterior.origin, held.end).data_hash

    def _anew(self) -> dict[str, Any]:
        report = self.calibrate()
        said = "No recent fit can be carried on: the twin was fitted anew."
        return {"organ": self.organ.name, "method": report["method"], "posterior": report["posterior"],
                "new_readings": None, "sentence": said}  # fmt: skip

    def _nothing_new(self, recent: Posterior) -> dict[str, Any]:
        return {"organ": self.organ.name, "method": recent.method, "posterior": recent.data_hash,
                "new_readings": 0, "sentence": "Nothing new since the last fit."}  # fmt: skip

    def _took_in(self, updated: Updated) -> dict[str, Any]:
        self.posteriors.keep(updated.posterior)
        share = (
            ""
            if updated.inside is None
            else f", {100 * updated.inside:.0f} % of them within the 9-in-10 band"
        )
        strange = updated.inside is not None and updated.inside < 0.5
        caution = (
            " Most of them are not what the twin expected: look at them before you ask it anything, or fit "
            "anew with `calibrate`."
        )
        return {
            "organ": self.organ.name, "method": updated.posterior.method,
            "posterior": updated.posterior.data_hash, "new_readings": updated.readings,
            "inside90": updated.inside, "ess": updated.posterior.ess,
            "sentence": f"Took in {updated.readings} new readings{share}.{caution if strange else ''}",
        }  # fmt: skip

    def forecast(self, plan: Plan | None = None, origin: int | None = None, minutes: float | None = None,
                 follow_log: bool = False) -> dict[str, Any]:  # fmt: skip
        """The `forecast` object of one plan."""
        held, posterior, skill, asked = self.ask([plan or Plan()], origin, minutes, follow_log)
        return self._answer(held, posterior, skill, asked[0])

    def what_if(self, plans: Sequence[Plan], origin: int | None = None, minutes: float | None = None,
                follow_log: bool = False) -> dict[str, Any]:  # fmt: skip
        """The `what-if` object: each plan's forecast, and the difference of the last against the first."""
        held, posterior, skill, asked = self.ask(plans, origin, minutes, follow_log)
        difference = compare(self.organ.model, asked[0].outcomes, asked[-1].outcomes)
        if not posterior.shows_intervals:
            difference = {k: v | {"q05": None, "q95": None} for k, v in difference.items()}
        return {"plans": [self._answer(held, posterior, skill, a) for a in asked], "difference": difference}

    def portraits(self, plans: Sequence[Plan], origin: int | None = None, minutes: float | None = None,
                  follow_log: bool = False) -> dict[str, Any] | None:  # fmt: skip
        """The organ's own figures of the last day of each plan, as JSON; None where it draws none.

        Of more than MOST_DRAWN plans the first are drawn. Where there are too few effective draws for an
        interval, one person is drawn alone.
        """
        if self.organ.portraits is None:
            return None
        held, posterior = self.posterior(origin)
        length = _horizon(plans, held.end, self.organ, minutes)
        logged = self._logged_after(held, length) if follow_log else ()
        futures = [(p.words, self._coming(held, p, logged, length)[1]) for p in plans[:MOST_DRAWN]]
        behind = BEHIND if posterior.shows_intervals else 0
        return gallery_json(self.organ.portraits(posterior.draws(FUTURES), futures, behind))

    def optimise(self, candidates: Sequence[Plan], goal: str, chances: Sequence[Chance] = (),
                 origin: int | None = None, minutes: float | None = None,
                 follow_log: bool = False) -> list[Ranked[Plan]]:  # fmt: skip
        """Candidate plans ranked by the outcome `goal`, against doing as planned."""
        target = self._outcome(goal)
        for chance in chances:
            self._outcome(chance.outcome)
        _, posterior, _, asked = self.ask([Plan(), *candidates], origin, minutes, follow_log)
        found = {id(a.plan): a.outcomes for a in asked}
        return optimise(
            list(candidates), lambda p: found[id(p)], asked[0].outcomes, target, chances, posterior
        )

    def _outcome(self, name: str) -> Outcome:
        known = {o.name: o for o in self.organ.model.outcomes}
        if name not in known:
            raise PlanError(f"{self.organ.name} has no outcome {name!r}: choose of {', '.join(known)}")
        return known[name]

    def _answer(self, held: Stretch, posterior: Posterior, skill: Skill, asked: Asked) -> dict[str, Any]:
        offset = local_offset(held.timeline, self.organ.reads, held.end)
        told = (asked.plan, asked.events, asked.paths, asked.outcomes)
        return answer_of(held, posterior, skill, *told, offset, self.person.zone)

    def _posterior_of(self, held: Stretch, effort: Effort | None) -> tuple[Posterior, float]:
        """The stored posterior of exactly these data, else a new one, which is kept."""
        if effort is None:
            found = self.posteriors.named(held.data_hash)
            if found is not None:
                return found, 0.0
        posterior, cpu_s = fit(held, self.seed, effort or self.effort)
        self.posteriors.keep(posterior)
        return posterior, cpu_s

    def _extend(self, held: Stretch, posterior: Posterior) -> tuple[Stretch, Posterior]:
        """The posterior carried over events that came after it: their latents are fresh draws."""
        if posterior.data_hash == held.data_hash:
            return held, posterior
        longer = self._carried(held, posterior)
        if longer is None:
            return held, self._posterior_of(held, None)[0]
        longer = left_of(longer, posterior)
        return longer, _padded(posterior, len(self.organ.model.parameters) + longer.problem.column.shape[0])

    def _carried(self, held: Stretch, posterior: Posterior) -> Stretch | None:
        """From where the posterior begins to where `held` ends; None when its past reads differently now."""
        before = span(self.organ, self.person, held.timeline, posterior.origin, posterior.until)
        if before.data_hash != record_of(posterior):
            return None
        longer = span(self.organ, self.person, held.timeline, posterior.origin, held.end)
        return longer if _same_start(before.problem, longer.problem) else None

    def _logged_after(self, held: Stretch, minutes: float) -> tuple[Event, ...]:
        """Events of the record after the origin, as its log says them; readings are not looked at."""
        events = []
        for signal in (i.signal for i in self.organ.model.inputs if i.kind == "amount"):
            series = self.timeline.values(signal, held.end + 1, held.end + round(minutes * MINUTE))
            for t0, t1, value in zip(series.t0, series.t1, series.value, strict=True):
                start, end = (float(t0) - held.end) / MINUTE, (float(t1) - held.end) / MINUTE
                events.append(Event(signal, start, end, float(value), "log"))
        return tuple(events)

    def _skill(self, held: Stretch, posterior: Posterior) -> Skill:
        best = np.asarray(posterior.z)[int(np.argmax(posterior.weight))]
        return hindcast(self.organ.model, best, held.problem, self.organ.primary)

    def _coming(self, held: Stretch, plan: Plan, logged: tuple[Event, ...],
                minutes: float) -> tuple[tuple[Event, ...], Problem]:  # fmt: skip
        """Events under a plan, and the stretch that they make."""
        clock = (held.window.clock + held.window.minutes) % 1440.0
        given = [
            replace(e, start=e.start - held.window.minutes, end=e.end - held.window.minutes)
            for e in held.binding.events
        ]
        levels = frozenset(i.signal for i in self.organ.model.inputs if i.kind != "amount")
        horizon = Horizon(held.end, minutes, clock, levels)
        events = future_events(held.binding.habits, given, logged, plan, horizon)
        return events, build(
            self.organ.model, events, (), minutes, held.binding.person, clock, latent_events=8
        )

    def _future(self, held: Stretch, posterior: Posterior, plan: Plan, logged: tuple[Event, ...],
                minutes: float, skill: Skill) -> Asked:  # fmt: skip
        events, future = self._coming(held, plan, logged, minutes)
        key = jax_key(self.seed, "forecast", self.organ.name, posterior.data_hash)
        paths = self._paths(posterior, held.problem, future, key)
        factor = skill.at(np.arange(1, len(paths.times) + 1))
        paths = Paths(
            paths.times, self._recalibrated(paths.readings, factor), self._recalibrated(paths.truth, factor)
        )
        return Asked(plan, events, paths, outcomes(self.organ.model, paths))

    def _paths(self, posterior: Posterior, past: Problem, future: Problem, key: Array) -> Paths:
        """Futures that were asked for before, else new ones, which are kept."""
        asked = (self.organ.model, posterior, past, future, key, FUTURES)
        kept = KeptFutures(self.vault, self.permit, f"futures/{self.organ.name}")
        name = question(*asked)
        paths = kept.named(name)
        if paths is None:
            paths = forecast(*asked)
            kept.keep(name, paths)
        return paths

    def _recalibrated(self, futures: dict[str, Array], factor: Array) -> dict[str, Array]:
        """Bands of the primary signal as wide as this person's past asks, and all values possible."""
        wide = {s: widen(v, factor) if s == self.organ.primary else v for s, v in futures.items()}
        return {s: np.asarray(self.organ.model.possible(s, v)) for s, v in wide.items()}


def _horizon(plans: Sequence[Plan], origin: int, organ: Organ, asked: float | None) -> float:
    """Minutes to forecast: as asked, else the usual ones, or more where an act comes in their later half.

    They are whole steps of the model. Raises PlanError for an act that begins after the forecast ends (it
    would seem to have no effect), and for more than the organ foresees.
    """
    usual, longest = organ.horizon_minutes, organ.longest_minutes
    step = organ.model.exchange * organ.model.minutes_per_unit
    if asked is not None and asked > longest:
        raise PlanError(f"{asked / 60:g} h is too far: {organ.name} foresees {longest / 60:g} h at most")
    latest = max(((i.start - origin) / MINUTE for p in plans for i in p.items), default=0.0)
    wanted = usual if latest <= 0.5 * usual else latest + usual
    length = float(step * np.ceil((min(wanted, longest) if asked is None else asked) / step - 1e-9))
    if latest >= length:
        raise PlanError(
            f"the plan begins {latest / 60:.1f} h ahead, the forecast ends after {length / 60:g} h: ask for "
            f"more hours (at most {longest / 60:g}) or an earlier time"
        )
    return length


def _refuse_unknown(plan: Plan, held: Stretch) -> None:
    for item in plan.items:
        if item.target in held.binding.gaps:
            raise NotEnoughData(
                f"a plan on {item.target} cannot be answered: {held.binding.gaps[item.target]}; its "
                "parameters are prior-dominated. Import a record that holds it"
            )


def _same_start(before: Problem, after: Problem) -> bool:
    """The longer stretch means the same by its beginning: latent events as they were, facts within 2 %."""
    known = int(np.sum(np.asarray(before.spread) > 0))
    pairs = [(np.asarray(getattr(p, k)) for p in (before, after)) for k in ("amount", "spread", "column")]
    return all(np.array_equal(a[:known], b[:known]) for a, b in pairs) and all(
        bool(np.isclose(fact, after.person[name], rtol=0.02, atol=1e-9))
        for name, fact in before.person.items()
    )


def _padded(posterior: Posterior, size: int) -> Posterior:
    """The posterior with prior draws for latent events that it has not seen."""
    have = posterior.z.shape[1]
    if size <= have:
        return replace(posterior, z=posterior.z[:, :size], active=posterior.active[:size],
                       ess_each=posterior.ess_each[:size])  # fmt: skip
    extra = np.random.default_rng(posterior.seed).normal(size=(len(posterior.z), size - have))
    return replace(
        posterior,
        z=np.concatenate([posterior.z, extra], axis=1),
        active=np.append(posterior.active, np.zeros(size - have, dtype=bool)),
        ess_each=np.append(posterior.ess_each, np.full(size - have, posterior.ess)),
    )
