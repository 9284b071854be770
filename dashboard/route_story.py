"""How far a route has come, in words: its milestones, who holds it now and for how long."""

from datetime import date

from dashboard import words
from dashboard.components.stages import TimelineItem
from queries.person import ApplicationRecord, RouteRecord


def live_application(route: RouteRecord) -> ApplicationRecord | None:
    """The application that carries the route furthest among those that count and are live."""
    live = [one for one in route.applications if one.is_counted and not is_closed(one)]
    return max(live, key=lambda one: (one.provider_on is not None, one.head_on is not None), default=None)


def is_closed(one: ApplicationRecord) -> bool:
    """Rejected by the head or the provider, or withdrawn."""
    return "rejected" in {one.head_decision, one.provider_decision} or one.withdrawn_on is not None


def holder(route: RouteRecord, day: date) -> str:
    """Who holds the route now, why, and for how long."""
    if route.formed_on is None:
        return "Оценка пройдена, рекомендуемый ИОМ ещё не сформирован (п. 2.1)"
    if any(one.document_number and one.is_counted for one in route.results):
        return _informal_left(route, day)
    application = live_application(route)
    if application is None:
        closed = any(map(is_closed, route.applications))
        why = "заявка отклонена или отозвана, нужна новая" if closed else "программа ещё не выбрана"
        return f"Ждёт выбора ДПП работником: {why}, {_for(route.formed_on, day)} (п. 2.4)"
    if application.head_on is None:
        return f"Ждёт решения руководителя, {_for(application.submitted_on, day)} (п. 3.3.3)"
    if application.provider_on is None:
        return f"Ждёт решения организации ДПО, {_for(application.head_on, day)} (п. 3.6)"
    if application.training_until and application.training_until < day:
        return f"Срок обучения прошёл, аттестации нет, {_for(application.training_until, day)} (п. 3.11)"
    return "Обучение по программе: ждёт итоговой аттестации (п. 2.6)"


def _informal_left(route: RouteRecord, day: date) -> str:
    unmarked = [one for one in route.participations if one.confirmed_on is None]
    if not route.participations:
        return "Формальная часть завершена, события не выбраны (п. 2.5)"
    if not unmarked:
        return "ИОМ реализован полностью (п. 3.11)"
    past = sum(one.ends_on <= day for one in unmarked)
    left = words.plural(len(unmarked), "событие", "события", "событий")
    tail = f", из них прошло без отметки об участии: {past}" if past else ""
    return f"Формальная часть завершена, осталось {left}{tail} (п. 2.6, 3.13)"


def _for(since: date, day: date) -> str:
    return words.days((day - since).days)


def milestones(route: RouteRecord, day: date) -> list[TimelineItem]:
    """The stages of the route with their days."""
    application = live_application(route)
    attested = min((one.until for one in route.results if one.document_number and one.is_counted), default=None)
    submitted = min((one.submitted_on for one in route.applications if one.is_counted), default=None)
    approved = application if application and not is_closed(application) else None
    return [
        TimelineItem("Оценка пройдена", route.passed_on, route.procedure, True),
        TimelineItem("Рекомендуемый ИОМ сформирован", route.formed_on, None, route.formed_on is not None),
        TimelineItem(
            "Подана заявка на ДПП", submitted, application.name if application else None, approved is not None
        ),
        _decision(
            "Подтверждена руководителем",
            approved.head_decision if approved else None,
            approved.head_on if approved else None,
        ),
        _decision(
            "Подтверждена организацией ДПО",
            approved.provider_decision if approved else None,
            approved.provider_on if approved else None,
        ),
        TimelineItem("Итоговая аттестация", attested, None, attested is not None),
        _events(route),
    ]


def _decision(label: str, decision: str | None, on: date | None) -> TimelineItem:
    return TimelineItem(label, on, None, decision == "confirmed")


def _events(route: RouteRecord) -> TimelineItem:
    chosen, confirmed = len(route.participations), sum(one.confirmed_on is not None for one in route.participations)
    last = max((one.confirmed_on for one in route.participations if one.confirmed_on), default=None)
    note = f"подтверждено {confirmed} из {chosen}" if chosen else "события не выбраны"
    is_done = chosen > 0 and confirmed == chosen
    return TimelineItem("Участие в событиях", last if is_done else None, note, is_done)
