"""The progress of a route in words: its milestones, who holds it now and for how long."""

from dataclasses import replace
from datetime import date, timedelta

import settings
from dashboard import words
from dashboard.components.stages import TimelineItem
from model import wording
from queries.person import ApplicationRecord, ParticipationRecord, ResultRecord, RouteRecord

# The verdict of the regulation on a route whose formal part is done.
_ENOUGH = "ИОМ реализован на достаточном уровне (формальная часть завершена)"


def live_application(route: RouteRecord) -> ApplicationRecord | None:
    """The live application that counts and is the furthest along."""
    live = [one for one in route.applications if one.is_counted and not is_closed(one)]
    return max(live, key=lambda one: (one.provider_on is not None, one.head_on is not None), default=None)


def is_closed(one: ApplicationRecord) -> bool:
    """Whether it is rejected by the head or the provider, or withdrawn."""
    return "rejected" in {one.head_decision, one.provider_decision} or one.withdrawn_on is not None


def attestation(route: RouteRecord) -> ResultRecord | None:
    """The first result of a counted programme that has a document (п. 2.6)."""
    passed = [one for one in route.results if one.document_number and one.is_counted]
    return min(passed, key=lambda one: one.until, default=None)


def application_state(one: ApplicationRecord, day: date) -> str:
    """The state of an application in words, and how long it waits."""
    if one.withdrawn_on:
        state = f"отозвана {words.day(one.withdrawn_on)}"
    elif one.head_decision == "rejected":
        state = f"отклонена руководителем {words.day(one.head_on)}"
    elif one.provider_decision == "rejected":
        state = f"отклонена организацией ДПО {words.day(one.provider_on)}"
    elif one.provider_decision:
        state = f"подтверждена организацией ДПО {words.day(one.provider_on)}"
    elif one.head_on:
        state = f"подтверждена руководителем {words.day(one.head_on)}"
        if one.kind == "programme":
            state += f", ждёт решения организации ДПО, {_for(one.head_on, day)}"
    else:
        state = f"ждёт решения руководителя, {_for(one.submitted_on, day)}"
    outside = one.kind == "programme" and not one.is_counted and not is_closed(one)
    return f"{state}; программа не из рекомендуемых: не учитывается" if outside else state


def unconfirmed(absence_reason: str | None) -> str:
    """What is known of an event that is over without confirmed participation: «не участвовал(а): болезнь»."""
    return f"не участвовал(а): {absence_reason}" if absence_reason else "нет отметки"


def holder(route: RouteRecord, day: date) -> str:
    """Who holds the route now, why, and for how long."""
    if route.formed_on is None:
        passed = _for(route.passed_on, day)
        return _by("2.1", f"Оценка пройдена, рекомендуемый ИОМ ещё не сформирован, {passed}")
    application = live_application(route)
    if application is None:
        closed = [one for one in route.applications if is_closed(one) and one.is_counted]
        why = f"заявка {application_state(closed[-1], day)}, нужна новая" if closed else "программа ещё не выбрана"
        return _by("2.4", f"Ждёт выбора ДПП работником: {why}, {_for(_free_since(route), day)}")
    if attestation(route):
        return _informal_left(route, day)
    if application.head_on is None:
        return _by("3.3.3", f"Ждёт решения руководителя, {_for(application.submitted_on, day)}")
    if application.provider_on is None:
        return _by("3.6", f"Ждёт решения организации ДПО, {_for(application.head_on, day)}")
    if application.training_until and application.training_until < day:
        return _by("3.11", f"Срок обучения прошёл, аттестации нет, {_for(application.training_until, day)}")
    if application.training_since and application.training_since > day:
        return _by("3.6", f"Ждёт начала обучения {words.day(application.training_since)}")
    return _by("2.6", "Обучение по программе: ждёт итоговой аттестации")


def _by(numbers: str, told: str) -> str:
    """The sentence with the clause that asks for it."""
    return f"{told}. {wording.basis(numbers)}"


def earlier_title(route: RouteRecord, day: date) -> str:
    """What a route that is not the current one is called: by its term, where that is not over (п. 2.7)."""
    until = _term(route)
    if until is not None and until >= day:
        return f"Предыдущий ИОМ, срок актуальности — по {words.day(until)}"
    return "ИОМ, срок актуальности которого завершён"


def _term(route: RouteRecord) -> date | None:
    """The last of the ends of training of its live applications and of its chosen events (п. 2.7)."""
    live = [one for one in route.applications if one.is_counted and not is_closed(one)]
    ends = [one.training_until for one in live if one.training_until]
    return max([*ends, *(one.ends_on for one in route.participations)], default=None)


def _free_since(route: RouteRecord) -> date:
    """The day since which the route waits for a choice: it was formed, or its last application was closed."""
    ends = [day for one in route.applications if one.is_counted and (day := _closed_on(one))]
    return max([route.formed_on or route.passed_on, *ends])


def _closed_on(one: ApplicationRecord) -> date | None:
    rejected = [
        on
        for decision, on in ((one.head_decision, one.head_on), (one.provider_decision, one.provider_on))
        if decision == "rejected" and on
    ]
    return min([*rejected, *([one.withdrawn_on] if one.withdrawn_on else [])], default=None)


def _informal_left(route: RouteRecord, day: date) -> str:
    unmarked = [one for one in route.participations if one.confirmed_on is None]
    if not route.participations:
        return _by("2.5", f"{_ENOUGH}; события не выбраны")
    if not unmarked:
        return _by("3.11", "ИОМ реализован в полном объёме")
    past = sum(one.ends_on <= day for one in unmarked)
    number = words.plural(len(unmarked), "событие", "события", "событий")
    tail = f", из них завершилось без отметки об участии: {past}" if past else ""
    return _by("2.6, 3.13", f"{_ENOUGH}; осталось {number}{tail}")


def _for(since: date, day: date) -> str:
    return words.days((day - since).days)


def milestones(route: RouteRecord, day: date) -> list[TimelineItem]:
    """The stages of the route with their days; the current stage is marked."""
    application = live_application(route)
    steps = [
        TimelineItem("Оценка пройдена", route.passed_on, route.procedure, True),
        TimelineItem(
            "Рекомендуемый ИОМ сформирован", route.formed_on, _recommendation_note(route), route.formed_on is not None
        ),
        _choice_item(route, application, day),
        _head_item(application),
        _provider_item(application),
        _training_item(route, application, day),
        _attestation_item(route),
        _events_item(route, day),
    ]
    ahead = next((place for place, step in enumerate(steps) if not step.done), None)
    if ahead is not None:
        steps[ahead] = replace(steps[ahead], is_now=True)
    until = counts_until(route.passed_on)
    note = f"не позднее, {_days_left(until, day)}; {wording.clause('2.4')}"
    due = TimelineItem("Следующая плановая оценка", until, note, False)
    return [*steps, due]


def _days_left(until: date, day: date) -> str:
    return f"осталось {_for(day, until)}"


def counts_until(passed_on: date) -> date:
    """The last day on which an assessment counts (п. 2.4)."""
    year = passed_on.year + settings.ASSESSMENT_YEARS.value()
    try:
        same_day = passed_on.replace(year=year)
    except ValueError:
        # An assessment of 29 February counts until 28 February, as three years before 1 March is 1 March.
        same_day = date(year, 3, 1)
    return same_day - timedelta(days=1)


def _recommendation_note(route: RouteRecord) -> str | None:
    if route.formed_on is None:
        return None
    programmes = words.plural(len(route.recommended), "программа", "программы", "программ")
    events = words.plural(len(route.recommended_events), "событие", "события", "событий")
    return f"рекомендовано: {programmes}, {events}"


def _choice_item(route: RouteRecord, application: ApplicationRecord | None, day: date) -> TimelineItem:
    label = "ДПП выбрана, заявка подана"
    if application is not None and route.formed_on is not None:
        number = f", заявка {application.number}" if application.number else ""
        return TimelineItem(label, application.submitted_on, f"{application.name}{number}", True)
    closed = [one for one in route.applications if one.is_counted and is_closed(one)]
    note = f"заявка «{closed[-1].name}» {application_state(closed[-1], day)}" if closed else None
    return TimelineItem(label, None, note, False)


def _head_item(application: ApplicationRecord | None) -> TimelineItem:
    label = "Подтверждена руководителем"
    if application is None or application.head_on is None:
        return TimelineItem(label, None, None, False)
    return TimelineItem(label, application.head_on, _duration(application, application.submitted_on, "head"), True)


def _provider_item(application: ApplicationRecord | None) -> TimelineItem:
    label = "Подтверждена организацией ДПО"
    if application is None or application.provider_on is None:
        return TimelineItem(label, None, application.provider if application else None, False)
    took = _duration(application, application.head_on or application.submitted_on, "provider")
    note = ", ".join(part for part in (application.provider, took) if part) or None
    return TimelineItem(label, application.provider_on, note, True)


def _duration(application: ApplicationRecord, since: date, whose: str) -> str | None:
    """How long a decision took; unknown for an implied application."""
    on = application.head_on if whose == "head" else application.provider_on
    return None if application.is_implied or on is None else f"решение за {_for(since, on)}"


def _training_item(route: RouteRecord, application: ApplicationRecord | None, day: date) -> TimelineItem:
    passed = attestation(route)
    since, until = (passed.since, passed.until) if passed else (None, None)
    if passed is None and application is not None and application.provider_on is not None:
        since, until = application.training_since, application.training_until
    days = [words.day(one) for one in dict.fromkeys((since, until)) if one]
    is_done = passed is not None or (until is not None and until < day)
    return TimelineItem("Обучение", None, " – ".join(days) or None, is_done)


def _attestation_item(route: RouteRecord) -> TimelineItem:
    passed = attestation(route)
    note = f"документ {passed.document_number}" if passed else None
    return TimelineItem("Итоговая аттестация", passed.until if passed else None, note, passed is not None)


def _events_item(route: RouteRecord, day: date) -> TimelineItem:
    number, confirmed = len(route.participations), sum(one.confirmed_on is not None for one in route.participations)
    last = max((one.confirmed_on for one in route.participations if one.confirmed_on), default=None)
    note = f"подтверждено {confirmed} из {number}" if number else "события не выбраны"
    coming = _nearest(route, day)
    if coming:
        note += f"; ближайшее: «{coming.event}», {words.day(coming.starts_on)}"
    is_done = number > 0 and confirmed == number
    return TimelineItem("Участие в событиях", last if is_done else None, note, is_done)


def _nearest(route: RouteRecord, day: date) -> ParticipationRecord | None:
    ahead = [one for one in route.participations if one.confirmed_on is None and one.ends_on >= day]
    return min(ahead, key=lambda one: one.starts_on, default=None)
