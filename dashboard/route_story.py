"""The progress of a route in words: its term and state, its milestones, who holds it now and for how long."""

from dataclasses import replace
from datetime import date, timedelta

import settings
from dashboard import words
from dashboard.components.stages import TimelineItem
from model import wording
from queries.person_records import ApplicationRecord, ParticipationRecord, ResultRecord, RouteRecord
from queries.route_terms import RouteState, RouteTerm

STATES: dict[RouteState, str] = {
    RouteState.ACTIVE: "действует",
    RouteState.DONE: "реализован на достаточном уровне",
    RouteState.REALIZED: "реализован в полном объёме",
    RouteState.EXPIRED: "срок истёк, не реализован",
}


def live_application(route: RouteRecord) -> ApplicationRecord | None:
    """The live application that counts and is the furthest along."""
    live = [one for one in route.applications if one.is_counted and not is_closed(one)]
    return max(live, key=lambda one: (one.provider_on is not None, one.head_on is not None), default=None)


def is_closed(one: ApplicationRecord) -> bool:
    """Whether it is rejected by the head or the provider, withdrawn, or the person is expelled."""
    return _closing(one) is not None


def _closing(one: ApplicationRecord) -> tuple[date, str] | None:
    """The day on which the application was closed, and by what: the first of a refusal, a withdrawal, an expulsion."""
    by_head, by_provider = one.head_decision == "rejected", one.provider_decision == "rejected"
    closings = [
        (one.head_on if by_head else None, "отклонена руководителем"),
        (one.provider_on if by_provider else None, "отклонена организацией ДПО"),
        (one.withdrawn_on, "отозвана"),
        (one.expelled_on, "отчислен(а)"),
    ]
    return min(((on, what) for on, what in closings if on), key=lambda closing: closing[0], default=None)


def attestation(route: RouteRecord) -> ResultRecord | None:
    """The first result of a counted programme that has a document (п. 2.6)."""
    passed = [one for one in route.results if one.document_number and one.is_counted]
    return min(passed, key=lambda one: one.until, default=None)


def application_state(one: ApplicationRecord, day: date) -> str:
    """The state of an application in words, and how long it waits."""
    closing = _closing(one)
    if closing:
        on, what = closing
        return f"{what} {words.day(on)}"
    if one.provider_decision:
        state = f"подтверждена организацией ДПО {words.day(one.provider_on)}"
    elif one.head_on:
        state = f"подтверждена руководителем {words.day(one.head_on)}"
        if one.kind == "programme":
            state += f", ждёт решения организации ДПО, {_for(one.head_on, day)}"
    else:
        state = f"ждёт решения руководителя, {_for(one.submitted_on, day)}"
    is_outside = one.kind == "programme" and not one.is_counted
    return f"{state}; программа не из рекомендуемых: не учитывается" if is_outside else state


def unconfirmed(absence_reason: str | None) -> str:
    """What is known of an event that is over without confirmed participation: «не участвовал(а): болезнь»."""
    return f"не участвовал(а): {absence_reason}" if absence_reason else "нет отметки об участии"


def standing(term: RouteTerm, day: date) -> tuple[str, str]:
    """How far the route has come and until when it is valid, and the clause that says so (п. 2.6, 2.7, 3.11)."""
    until = words.day(term.until)
    is_ahead = term.until is not None and term.until >= day
    match term.state:
        case RouteState.REALIZED:
            return "ИОМ реализован в полном объёме", "3.11"
        case RouteState.DONE:
            return f"ИОМ реализован на достаточном уровне{f', действует до {until}' if is_ahead else ''}", "2.6"
        case RouteState.EXPIRED if term.until is None or is_ahead:
            return "Срок ИОМ истёк, не реализован: с последней процедуры прошло три года", "2.4, 2.7"
        case RouteState.EXPIRED:
            return f"Срок ИОМ истёк {until}, не реализован", "2.7"
    lasts = f"до {until}" if term.until else "— срок определят даты обучения и выбранных событий"
    return f"ИОМ действует {lasts}", "2.7"


def holder(route: RouteRecord, day: date, followed_on: date | None = None) -> str:
    """What comes next on the route: who holds it, why, and for how long; `followed_on`: the next route was opened."""
    if route.formed_on is None:
        first = route.procedures[0]
        passed = "Потребность выявлена" if first.is_need else "Оценка пройдена"
        return _by("2.1", f"{passed}, рекомендуемый ИОМ ещё не сформирован, {_for(first.passed_on, day)}")
    if route.done_on:
        return _informal_left(route, day)
    application = live_application(route)
    if application is None:
        return _no_application(route, day, followed_on)
    if application.head_on is None:
        return _by("3.3.3", f"Ждёт решения руководителя, {_for(application.submitted_on, day)}")
    if application.provider_on is None:
        return _by("3.6", f"Ждёт решения организации ДПО, {_for(application.head_on, day)}")
    if application.training_until and application.training_until < day:
        return _by("3.11", f"Срок обучения прошёл, аттестации нет, {_for(application.training_until, day)}")
    if application.training_since and application.training_since > day:
        return _by("3.6", f"Ждёт начала обучения {words.day(application.training_since)}")
    return _by("2.6", "Обучение по программе: ждёт итоговой аттестации")


def _no_application(route: RouteRecord, day: date, followed_on: date | None) -> str:
    """A route without a live application: it waits for one while its procedures are not older than three years."""
    if followed_on:
        return _by("2.4", f"Программа по этому ИОМ не пройдена; дальше — ИОМ от {words.day(followed_on)}")
    if not route.is_current:
        return _by("2.4", "Программа по этому ИОМ не пройдена, его процедуры старше трёх лет: нужна новая оценка")
    waits = _for(_free_since(route), day)
    closed = [one for one in route.applications if is_closed(one) and one.is_counted]
    if closed:
        state = application_state(closed[-1], day)
        why = f"{state}, нужна новая заявка" if closed[-1].expelled_on else f"заявка {state}, нужна новая"
        return _by("2.4", f"Ждёт выбора ДПП работником: {why}, {waits}")
    if route.chosen_on:
        return _by(
            "3.7", f"ДПП выбрана {words.day(route.chosen_on)}, заявка ещё не подана, {_for(route.chosen_on, day)}"
        )
    return _by("2.4", f"Ждёт выбора ДПП работником: программа ещё не выбрана, {waits}")


def _by(numbers: str, sentence: str) -> str:
    """The sentence with the clause that asks for it."""
    return f"{sentence}. {wording.basis(numbers)}"


def _free_since(route: RouteRecord) -> date:
    """The day since which the route waits for a choice: it was formed, or its last application was closed."""
    ends = [closing[0] for one in route.applications if one.is_counted and (closing := _closing(one))]
    return max([route.formed_on or route.opened_on, *ends])


def _informal_left(route: RouteRecord, day: date) -> str:
    """What is left of the events of a route whose formal part is done."""
    if not route.chosen_events:
        return _by("2.5", "Ждёт выбора событий работником: события не выбраны")
    events = [one for one in route.chosen_events if not is_settled(one)]
    if events:
        past = sum(one.ends_on <= day for one in events)
        number = words.plural(len(events), "событие", "события", "событий")
        tail = f", из них завершилось без отметки об участии: {past}" if past else ""
        return _by("2.6, 3.13", f"Осталось {number}{tail}")
    if any(one.confirmed_on for one in route.chosen_events):
        return "Участие во всех выбранных событиях отмечено: действий не требуется."
    return _by("2.6", "Участия в событиях нет: причины отсутствия указаны")


def is_settled(one: ParticipationRecord) -> bool:
    """Whether participation is confirmed, or the reason of absence is stated."""
    return one.confirmed_on is not None or one.absence_reason is not None


def _for(since: date, day: date) -> str:
    return words.days((day - since).days)


def milestones(route: RouteRecord, day: date, assessed_on: date | None) -> list[TimelineItem]:
    """The stages of the route with their days, the current one marked, and when the next assessment is due.

    `assessed_on`: the last procedure of the person, which may belong to another route.
    """
    application = live_application(route)
    first, *others = _procedure_items(route)
    formed = TimelineItem(
        "Рекомендуемый ИОМ сформирован", route.formed_on, _recommendation_note(route), route.formed_on is not None
    )
    steps = [
        first,
        *([formed, *others] if formed.done else [*others, formed]),
        _choice_item(route, application, day),
        _head_item(route, application),
        _provider_item(route, application),
        _training_item(route, application, day),
        _attestation_item(route),
        _events_item(route, day),
    ]
    ahead = next((place for place, step in enumerate(steps) if not step.done), None)
    if ahead is not None:
        steps[ahead] = replace(steps[ahead], is_now=True)
    return [*steps, _next_assessment(day, assessed_on)]


def _procedure_items(route: RouteRecord) -> list[TimelineItem]:
    """The procedures and needs that feed the route, numbered where there are several."""
    several = len(route.procedures) > 1
    return [
        TimelineItem(
            "Потребность выявлена" if one.is_need else "Оценка пройдена",
            one.passed_on,
            f"№ {number}. {one.name}" if several else one.name,
            True,
        )
        for number, one in enumerate(route.procedures, start=1)
    ]


def _next_assessment(day: date, assessed_on: date | None) -> TimelineItem:
    clause = wording.clause("2.4")
    if assessed_on is None:
        return TimelineItem("Плановая оценка", None, f"процедуры оценки ещё не пройдены; {clause}", False)
    until = counts_until(assessed_on)
    time_left = f"осталось {_for(day, until)}" if until >= day else f"срок прошёл, {_for(until, day)}"
    return TimelineItem("Следующая плановая оценка — не позднее", until, f"{time_left}; {clause}", False)


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
    note = f"заявка «{closed[-1].name}»: {application_state(closed[-1], day)}" if closed else None
    if route.chosen_on and not closed:
        note = f"выбрана {words.day(route.chosen_on)}, заявка ещё не подана"
    return TimelineItem(label, None, note, route.done_on is not None)


def _head_item(route: RouteRecord, application: ApplicationRecord | None) -> TimelineItem:
    label = "Подтверждена руководителем"
    if application is None or application.head_on is None:
        return TimelineItem(label, None, None, route.done_on is not None)
    return TimelineItem(label, application.head_on, _duration(application, application.submitted_on, "head"), True)


def _provider_item(route: RouteRecord, application: ApplicationRecord | None) -> TimelineItem:
    label = "Подтверждена организацией ДПО"
    if application is None or application.provider_on is None:
        return TimelineItem(label, None, application.provider if application else None, route.done_on is not None)
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
    events = route.chosen_events
    confirmed = [one.confirmed_on for one in events if one.confirmed_on]
    excused = sum(one.confirmed_on is None and is_settled(one) for one in events)
    note = f"подтверждено {len(confirmed)} из {len(events)}" if events else "события не выбраны"
    if excused:
        note += f", не участвовал(а) по указанной причине: {excused}"
    coming = _nearest(route, day)
    if coming:
        note += f"; ближайшее: «{coming.event}», {words.day(coming.starts_on)}"
    is_done = bool(confirmed) and all(map(is_settled, events))
    return TimelineItem("Участие в событиях", max(confirmed) if is_done else None, note, is_done)


def _nearest(route: RouteRecord, day: date) -> ParticipationRecord | None:
    ahead = [one for one in route.chosen_events if one.confirmed_on is None and one.ends_on >= day]
    return min((one for one in ahead if not is_settled(one)), key=lambda one: one.starts_on, default=None)
