"""Turns lives into the rows of the registers about people, under the headings of the module."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from demo.applications import Application, Result
from demo.assessments import Assessment
from demo.lives import Life, Participation
from demo.people import Person
from model.names import fold
from model.wording import day

Cell = str | int | float | date | None
Row = list[Cell]

GROUP_HEADING = "Результаты процедуры оценки компетенций**"
GROUPED = ("Предметная (%)", "Коммуникативная (%)", "Психолого-педагогическая (%)", "Методическая (%)")
_EDUCATION = "Образование (год, название организации, специальность)"
_APPLICANT = ("ФИО", "Идентификатор", "Муниципальное образование", "Организация")

HEADINGS: dict[str, tuple[str, ...]] = {
    "staff": (
        *("Идентификатор", "ФИО", "Муниципальное образование", "Организация", "Тип организации", "Должность"),
        *("Категория", "Образование", "Принят", "Уволен"),
        *("Длительно отсутствует с", "Длительно отсутствует по", "Вид занятости"),
    ),
    "appendix1": (
        "Пользователь (ФИО педагогического работника/руководящего работника)",
        "Наименование муниципального образования",
        "Место работы",
        "Должность",
        _EDUCATION,
        "Наименование процедуры оценки профессиональных компетенций",
        "Наименование или номер группы процедуры",
        "Дата прохождения",
        *GROUPED,
        "Количество ДПП в рекомендуемый ИОМ после прохождения процедуры оценки профессиональных компетенций",
        "Перечисление ДПП из рекомендуемого ИОМ",
        "Образовательные события в рекомендуемом ИОМ после прохождения процедуры оценки профессиональных компетенций",
        "Идентификатор",
        "Дата формирования ИОМ",
        "Основание ИОМ",
    ),
    "applications": (
        "Номер заявки",
        *_APPLICANT,
        *("Вид заявки", "Наименование", "Организация ДПО", "Кем подана", "Дата подачи"),
        *("Решение руководителя", "Дата решения руководителя"),
        *("Решение организации ДПО", "Дата решения организации ДПО"),
        *("Начало обучения", "Окончание обучения", "Отозвана", "Дата выбора ДПП"),
        *("Отчислен", "Форма обучения"),
    ),
    "appendix2": (
        "ФИО педагогического / руководящего работника",
        "Наименование муниципального образования",
        "Место работы",
        "Должность",
        _EDUCATION,
        "Наименование ДПП из формальной части ИОМ, согласованной с руководителем ОО",
        "Наименование организации, реализующие ДПП (в т.ч. адрес)",
        "Трудоемкость ДПП",
        "Дата реализации",
        "Номер документа установленного образца",
        "Образовательные события в ИОМ согласованные руководителем ОО",
        "Идентификатор",
    ),
    "participation": (
        *_APPLICANT,
        *("Событие", "Место проведения", "Уровень", "Форма участия", "Начало", "Окончание", "Дата выбора"),
        *("Участие подтверждено", "Причина отсутствия", "Организатор"),
    ),
}
_MAIN_PLACE, _SECOND_JOB = "основное место работы", "внешнее совместительство"
_ONE_IN = 25  # one person in so many has no identifier outside of «Кадровый состав»


class RegisterRows:
    """The rows of lives; the identifier is left out only where the name is enough to find the person."""

    def __init__(self, namesakes: set[tuple[int, str]]) -> None:
        self._namesakes = namesakes

    def appendix1(self, life: Life) -> Iterator[Row]:
        """A row for each assessment."""
        for assessment in life.assessments:
            identifier, *identity = self._who(life.person, assessment.passed_on)
            profession = _profession(life.person, assessment.passed_on)
            ground = "потребность" if assessment.is_need else "процедура"
            yield [*identity, *profession, *_assessment_cells(assessment), identifier, assessment.formed_on, ground]

    def applications(self, life: Life) -> Iterator[Row]:
        """A row for each application, by the day of submission."""
        in_order = sorted(life.applications, key=lambda one: one.submitted_on)
        for place, application in enumerate(in_order, start=1):
            number = f"ДЕМО-З-{life.person.number:06d}-{place:02d}"
            yield [number, *self._applicant(life.person, application.submitted_on), *_application_cells(application)]

    def appendix2(self, life: Life) -> Iterator[Row]:
        """A row for each result."""
        for result in life.results:
            identifier, *identity = self._who(life.person, result.until)
            agreed = dict.fromkeys(
                one.meeting.event.name for one in life.participations if one.chosen_on <= result.until
            )
            yield [
                *identity,
                *_profession(life.person, result.until),
                *_result_cells(result),
                _lines(agreed),
                identifier,
            ]

    def participation(self, life: Life) -> Iterator[Row]:
        """A row for each chosen event."""
        for one in life.participations:
            yield [*self._applicant(life.person, one.chosen_on), *_participation_cells(one)]

    def rows(self, key: str, life: Life) -> Iterator[Row]:
        """The rows of a register other than «Кадровый состав»."""
        registers: dict[str, Callable[[Life], Iterator[Row]]] = {
            "appendix1": self.appendix1,
            "applications": self.applications,
            "appendix2": self.appendix2,
            "participation": self.participation,
        }
        return registers[key](life)

    def _applicant(self, person: Person, day: date) -> Row:
        identifier, name, *place = self._who(person, day)
        return [name, identifier, *place]

    def _who(self, person: Person, day: date) -> Row:
        """The identifier, the name, the municipality by its name on the day, the organization."""
        organization = person.spell_on(day).organization
        place = [organization.municipality.name_on(day), organization.name]
        is_unique = (organization.number, fold(person.full_name)) not in self._namesakes
        if person.number % _ONE_IN or not is_unique:
            return [person.identifier, person.full_name, *place]
        return [None, person.full_name.replace("ё", "е"), *place]


def staff_rows(person: Person) -> Iterator[Row]:
    """The rows of «Кадровый состав»: one for each spell."""
    for spell in (*person.spells, *person.second_jobs):
        organization = spell.organization
        yield [
            *(person.identifier, person.full_name, organization.municipality.name, organization.name),
            *(organization.kind.label, spell.position.title, spell.position.category, person.education),
            *(spell.since, spell.until, spell.absent_since, spell.absent_until),
            _SECOND_JOB if spell in person.second_jobs else _MAIN_PLACE,
        ]


def _profession(person: Person, day: date) -> Row:
    return [person.spell_on(day).position.title, person.education]


def _assessment_cells(assessment: Assessment) -> Row:
    return [
        assessment.procedure.name,
        assessment.group,
        assessment.passed_on,
        *assessment.scores,
        len(assessment.programmes),
        _lines(programme.name for programme in assessment.programmes),
        _lines(event.name for event in assessment.events),
    ]


def _application_cells(application: Application) -> Row:
    provider = application.programme.provider.name if application.programme else None
    return [
        *(application.kind, application.name, provider, application.submitted_by, application.submitted_on),
        *(application.head_decision, application.head_on),
        *(application.provider_decision, application.provider_on),
        *(application.training_since, application.training_until),
        *(application.withdrawn_on, application.chosen_on, application.expelled_on),
        application.programme.form if application.programme else None,
    ]


def _result_cells(result: Result) -> Row:
    programme = result.programme
    return [
        programme.name,
        f"{programme.provider.name}, {programme.provider.address}",
        programme.hours,
        f"{day(result.since)} – {day(result.until)}",
        result.document_number,
    ]


def _participation_cells(one: Participation) -> Row:
    event = one.meeting.event
    centre = one.person.spell_on(one.chosen_on).organization.municipality.centre
    venue = event.venue or centre
    return [
        *(event.name, venue, event.level, event.form, one.meeting.starts_on, one.meeting.ends_on),
        *(one.chosen_on, one.confirmed_on, one.absence_reason),
        event.organizer or f"{centre}: муниципальная методическая служба (демо)",
    ]


def _lines(names: Iterable[str]) -> str | None:
    return "\n".join(names) or None
