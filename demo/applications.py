"""The way of an application: submitted, decided by the head and the provider, trained, attested."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from demo.assessments import Assessment, Years
from demo.catalogue import Programme
from demo.chance import Chance, working
from demo.people import Person

CONFIRMED, REJECTED = "подтверждена", "отклонена"
PROCEDURE, PROGRAMME, EVENT = "процедура", "ДПП", "событие"
_BY_PERSON, _BY_HEAD = "работник", "руководитель"

_HOURS_A_WEEK = 18
_ATTESTED, _FAILED = 0.9, 0.03  # of those whose training ended; the rest went past the schedule
_REPORTED_AFTER = 14  # days after the end; a result of a younger training is often not in yet
_IMPLIED = 0.02  # of the results come without an application in the module


@dataclass(frozen=True)
class Application:
    """An application as it stands on the day."""

    person: Person
    kind: str
    name: str
    submitted_on: date
    submitted_by: str
    programme: Programme | None = None
    chosen_on: date | None = None
    head_decision: str | None = None
    head_on: date | None = None
    provider_decision: str | None = None
    provider_on: date | None = None
    training_since: date | None = None
    training_until: date | None = None
    withdrawn_on: date | None = None

    @property
    def is_rejected(self) -> bool:
        """The head or the provider said no."""
        return REJECTED in (self.head_decision, self.provider_decision)


@dataclass(frozen=True)
class Result:
    """A training that came to its end; without a number the final attestation is not passed."""

    person: Person
    programme: Programme
    since: date
    until: date
    document_number: str | None


def submitted(
    person: Person, kind: str, name: str, on: date, chance: Chance, *, programme: Programme | None = None
) -> Application:
    """A new application, by the person or by the head for them."""
    by = _BY_HEAD if chance.happens(0.35) else _BY_PERSON
    return Application(person, kind, name, on, by, programme)


def decided_by_head(application: Application, day: date, chance: Chance, *, rejects: float = 0.04) -> Application:
    """The application after the head's decision, where there is one by the day."""
    least, most = application.person.spell_on(application.submitted_on).organization.head_days
    # What the head submits needs no second look.
    wait = chance.between(0, 1) if application.submitted_by == _BY_HEAD else chance.between(least, most)
    decided_on = application.submitted_on + timedelta(days=wait)
    if decided_on > day:
        return application
    is_rejected = application.submitted_by == _BY_PERSON and chance.happens(rejects)
    return replace(application, head_decision=REJECTED if is_rejected else CONFIRMED, head_on=decided_on)


def _decided_by_provider(application: Application, day: date, chance: Chance) -> Application:
    """The application after the provider's decision; the confirmed get their schedule."""
    assert application.programme
    assert application.head_on
    wait = chance.between(60, 120) if chance.happens(0.05) else chance.between(*application.programme.provider.days)
    decided_on = application.head_on + timedelta(days=wait)
    if decided_on > day:
        return application
    if chance.happens(0.035):
        return replace(application, provider_decision=REJECTED, provider_on=decided_on)
    since = working(decided_on + timedelta(days=chance.between(12, 60)))
    weeks = max(round(application.programme.hours / _HOURS_A_WEEK), 1)
    return replace(
        application,
        provider_decision=CONFIRMED,
        provider_on=decided_on,
        training_since=since,
        training_until=working(since + timedelta(days=7 * weeks - 1)),
    )


def _withdrawn(application: Application, day: date, chance: Chance) -> Application:
    """The application withdrawn before the provider's decision: what came after that day did not happen."""
    on = application.submitted_on + timedelta(days=chance.between(1, 25))
    if on > day or (application.provider_on and application.provider_on <= on):
        return application
    bare = replace(application, provider_decision=None, provider_on=None, training_since=None, training_until=None)
    if bare.head_on and bare.head_on > on:
        bare = replace(bare, head_decision=None, head_on=None)
    return replace(bare, withdrawn_on=on)


def _programme_application(
    assessment: Assessment, programme: Programme, on: date, day: date, chance: Chance
) -> Application:
    made = submitted(assessment.person, PROGRAMME, programme.name, on, chance, programme=programme)
    if chance.happens(0.12):
        chosen_on = max(on - timedelta(days=chance.between(0, 6)), assessment.passed_on)
        made = replace(made, chosen_on=chosen_on)
    made = decided_by_head(made, day, chance)
    if made.head_decision == CONFIRMED:
        made = _decided_by_provider(made, day, chance)
    return _withdrawn(made, day, chance) if chance.happens(0.04) else made


def programme_applications(assessment: Assessment, last: date, years: Years, chance: Chance) -> Iterator[Application]:
    """The applications for programmes of the route; a rejected one is repeated, some choose a second programme."""
    organization = assessment.person.spell_on(assessment.passed_on).organization
    if not chance.happens(organization.zeal):
        return
    wait = chance.between(5, 60) if chance.happens(0.9) else chance.between(61, 150)
    on = working(assessment.passed_on + timedelta(days=wait))
    wanted = list(assessment.programmes)
    if chance.happens(0.03):
        field = assessment.person.spell_on(assessment.passed_on).position.field
        wanted.insert(0, chance.one_of(years.offers.programmes[field]))  # may be none of the recommended
    for programme in dict.fromkeys(wanted):
        if on > last:
            return
        made = _programme_application(assessment, programme, on, years.day, chance)
        yield made
        closed_on = made.withdrawn_on or (made.provider_on or made.head_on if made.is_rejected else None)
        if closed_on is None and not chance.happens(0.1):
            return
        on = working((closed_on or on) + timedelta(days=chance.between(5, 30)))


def procedure_application(assessment: Assessment, chance: Chance) -> Application | None:
    """The application that led to the assessment; not all of them came through the module."""
    if chance.happens(0.1):
        return None
    spell = assessment.person.spells[0]
    on = max(assessment.passed_on - timedelta(days=chance.between(14, 45)), spell.since)
    made = submitted(assessment.person, PROCEDURE, assessment.procedure.name, on, chance)
    head_on = min(on + timedelta(days=chance.between(0, 10)), assessment.passed_on)
    return replace(made, head_decision=CONFIRMED, head_on=head_on)


def waiting_procedure_application(person: Person, years: Years, chance: Chance) -> Application | None:
    """Someone not assessed yet has applied of late; the head may not have answered."""
    on = years.day - timedelta(days=chance.between(1, 120))
    spell = person.spells[-1]
    if spell.until or spell.since > on or not chance.happens(0.15):
        return None
    procedure = chance.one_of(years.offers.procedures[spell.position.field])
    return decided_by_head(submitted(person, PROCEDURE, procedure.name, on, chance), years.day, chance)


def premature_application(person: Person, years: Years, chance: Chance) -> Application | None:
    """Someone not assessed has applied for a programme all the same: it is kept and counts nowhere."""
    on = years.day - timedelta(days=chance.between(5, 300))
    spell = person.spells[-1]
    if spell.until or spell.since > on or not chance.happens(0.01):
        return None
    programme = chance.one_of(years.offers.programmes[spell.position.field])
    made = submitted(person, PROGRAMME, programme.name, on, chance, programme=programme)
    made = decided_by_head(made, years.day, chance)
    if made.head_on is None or made.is_rejected:
        return made
    # Without a recommended route there is nothing to confirm (п. 3.6).
    refused_on = made.head_on + timedelta(days=chance.between(*programme.provider.days))
    return made if refused_on > years.day else replace(made, provider_decision=REJECTED, provider_on=refused_on)


def result_of(application: Application, number: int, day: date, chance: Chance) -> Result | None:
    """What Appendix 2 says of the training on the day; None where nothing is reported."""
    since, until = application.training_since, application.training_until
    if application.programme is None or since is None or until is None or until > day:
        return None
    if (day - until).days < _REPORTED_AFTER and chance.happens(0.5):
        return None
    fate = chance.random()
    if fate > _ATTESTED + _FAILED:
        return None
    document = f"ДЕМО-УПК-{until.year}-{number:06d}" if fate < _ATTESTED else None
    return Result(application.person, application.programme, since, until, document)


def is_outside_the_module(chance: Chance) -> bool:
    """The application went past the module: its result implies it."""
    return chance.happens(_IMPLIED)
