"""The life of an application: submission, decisions of the head and the provider, training, attestation."""

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
_ATTESTED, _FAILED = 0.9, 0.03  # shares of those whose training ended; the rest are late
_REPORTED_AFTER = 14  # days after the end; a more recent result is often not reported yet
_IMPLIED = 0.02  # share of results without an application in the module


@dataclass(frozen=True)
class Application:
    """The state of an application on the day."""

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
    expelled_on: date | None = None

    @property
    def is_rejected(self) -> bool:
        """Whether the head or the provider rejected it."""
        return REJECTED in (self.head_decision, self.provider_decision)


@dataclass(frozen=True)
class Result:
    """A finished training; without a document number the final attestation is not passed."""

    person: Person
    programme: Programme
    since: date
    until: date
    document_number: str | None


def new_application(
    person: Person, kind: str, name: str, on: date, chance: Chance, *, programme: Programme | None = None
) -> Application:
    """A new application, submitted by the person or by the head."""
    by = _BY_HEAD if chance.happens(0.35) else _BY_PERSON
    return Application(person, kind, name, on, by, programme)


def decided_by_head(application: Application, day: date, chance: Chance, *, rejects: float = 0.04) -> Application:
    """The application with the head's decision, if there is one by the day."""
    least, most = application.person.spell_on(application.submitted_on).organization.head_days
    # Applications submitted by the head are decided within a day.
    wait = chance.between(0, 1) if application.submitted_by == _BY_HEAD else chance.between(least, most)
    decided_on = application.submitted_on + timedelta(days=wait)
    if decided_on > day:
        return application
    is_rejected = application.submitted_by == _BY_PERSON and chance.happens(rejects)
    return replace(application, head_decision=REJECTED if is_rejected else CONFIRMED, head_on=decided_on)


def _decided_by_provider(application: Application, day: date, chance: Chance) -> Application:
    """The application with the provider's decision; a confirmed one gets its schedule."""
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
    """The application withdrawn before the provider's decision, without anything dated later."""
    on = application.submitted_on + timedelta(days=chance.between(1, 25))
    if on > day or (application.provider_on and application.provider_on <= on):
        return application
    bare = replace(application, provider_decision=None, provider_on=None, training_since=None, training_until=None)
    if bare.head_on and bare.head_on > on:
        bare = replace(bare, head_decision=None, head_on=None)
    return replace(bare, withdrawn_on=on)


def _expelled(application: Application, day: date, chance: Chance) -> Application:
    """The application with an expulsion, where the training has begun."""
    since, until = application.training_since, application.training_until
    if since is None or until is None or since > day:
        return application
    last = min(until, day)
    return replace(application, expelled_on=since + timedelta(days=chance.between(0, (last - since).days)))


def _programme_application(
    assessment: Assessment, programme: Programme, on: date, day: date, chance: Chance
) -> Application:
    application = new_application(assessment.person, PROGRAMME, programme.name, on, chance, programme=programme)
    if chance.happens(0.12):
        chosen_on = max(on - timedelta(days=chance.between(0, 6)), assessment.passed_on)
        application = replace(application, chosen_on=chosen_on)
    application = decided_by_head(application, day, chance)
    if application.head_decision == CONFIRMED:
        application = _decided_by_provider(application, day, chance)
    if chance.happens(0.04):
        return _withdrawn(application, day, chance)
    return _expelled(application, day, chance) if chance.happens(0.02) else application


def programme_applications(assessment: Assessment, last: date, years: Years, chance: Chance) -> Iterator[Application]:
    """The applications for programmes of the route: repeated after a rejection, sometimes for a second programme."""
    organization = assessment.person.spell_on(assessment.passed_on).organization
    if not chance.happens(organization.zeal):
        return
    wait = chance.between(5, 60) if chance.happens(0.9) else chance.between(61, 150)
    on = working(assessment.passed_on + timedelta(days=wait))
    candidates, field = list(assessment.programmes), assessment.person.spell_on(assessment.passed_on).position.field
    # An empty list recommends any; and some choose what is not recommended to them.
    if not candidates or chance.happens(0.03):
        candidates.insert(0, chance.one_of(years.offers.programmes[field]))
    for programme in dict.fromkeys(candidates):
        if on > last:
            return
        application = _programme_application(assessment, programme, on, years.day, chance)
        yield application
        closed_on = (
            application.withdrawn_on
            or application.expelled_on
            or (application.provider_on or application.head_on if application.is_rejected else None)
        )
        if closed_on is None and not chance.happens(0.1):
            return
        on = working((closed_on or on) + timedelta(days=chance.between(5, 30)))


def procedure_application(assessment: Assessment, chance: Chance) -> Application | None:
    """The application for the procedure of the assessment; some assessments have none."""
    if assessment.is_need or chance.happens(0.1):
        return None
    spell = assessment.person.spells[0]
    on = max(assessment.passed_on - timedelta(days=chance.between(14, 45)), spell.since)
    application = new_application(assessment.person, PROCEDURE, assessment.procedure.name, on, chance)
    head_on = min(on + timedelta(days=chance.between(0, 10)), assessment.passed_on)
    return replace(application, head_decision=CONFIRMED, head_on=head_on)


def waiting_procedure_application(person: Person, years: Years, chance: Chance) -> Application | None:
    """A recent application of a person not assessed yet; the head may not have answered."""
    on = years.day - timedelta(days=chance.between(1, 120))
    spell = person.spells[-1]
    if spell.until or spell.since > on or not chance.happens(0.15):
        return None
    procedure = chance.one_of(years.offers.procedures[spell.position.field])
    return decided_by_head(new_application(person, PROCEDURE, procedure.name, on, chance), years.day, chance)


def premature_application(person: Person, years: Years, chance: Chance) -> Application | None:
    """An application for a programme of a person not assessed yet: it is stored and counts nowhere."""
    on = years.day - timedelta(days=chance.between(5, 300))
    spell = person.spells[-1]
    if spell.until or spell.since > on or not chance.happens(0.01):
        return None
    programme = chance.one_of(years.offers.programmes[spell.position.field])
    application = new_application(person, PROGRAMME, programme.name, on, chance, programme=programme)
    application = decided_by_head(application, years.day, chance)
    if application.head_on is None or application.is_rejected:
        return application
    # Without a recommended route the provider cannot confirm (п. 3.6).
    rejected_on = application.head_on + timedelta(days=chance.between(*programme.provider.days))
    return (
        application
        if rejected_on > years.day
        else replace(application, provider_decision=REJECTED, provider_on=rejected_on)
    )


def result_of(application: Application, number: int, day: date, chance: Chance) -> Result | None:
    """The result of the training in Appendix 2 on the day; None where nothing is reported."""
    since, until = application.training_since, application.training_until
    if application.programme is None or since is None or until is None or until > day or application.expelled_on:
        return None
    if (day - until).days < _REPORTED_AFTER and chance.happens(0.5):
        return None
    fate = chance.random()
    if fate > _ATTESTED + _FAILED:
        return None
    document = f"ДЕМО-УПК-{until.year}-{number:06d}" if fate < _ATTESTED else None
    return Result(application.person, application.programme, since, until, document)


def is_outside_the_module(chance: Chance) -> bool:
    """Whether the application is not in the module: its result implies it."""
    return chance.happens(_IMPLIED)
