"""The list of counts, rates and measures as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """What one row of the list behind a count is."""

    PERSON = "person"
    PARTICIPATION = "participation"
    APPLICATION = "application"
    ROW = "row"


@dataclass(frozen=True)
class Count:
    """A number of people, participations, applications or rows of a place on a date."""

    key: str
    label: str
    meaning: str
    clause: str
    unit: Unit = Unit.PERSON


@dataclass(frozen=True)
class Rate:
    """The count `top` over the count `bottom`; `target` is a fraction (numerator, denominator) or None."""

    key: str
    label: str
    top: str
    bottom: str
    clause: str
    target: tuple[int, int] | None = None
    target_note: str = "Порядком не задана, Министерством не установлена"


@dataclass(frozen=True)
class Measure:
    """A figure of a screen that is neither a count nor a rate, such as a mean score."""

    key: str
    label: str
    meaning: str
    clause: str


COUNTS: tuple[Count, ...] = (
    Count("staff", "работников", "работают в организации на отчётную дату по основному месту работы", "3.3.3"),
    Count(
        "due",
        "подлежат оценке",
        "работники без длительно отсутствующих на отчётную дату и недавно принятых (если срок для них установлен)",
        "3.3.3",
    ),
    Count("assessed", "прошли оценку за три года", "есть оценка не старше трёх лет на отчётную дату", "2.4, 3.3.3"),
    Count(
        "assessed_due",
        "из подлежащих оценке прошли за три года",
        "подлежат оценке, и есть оценка не старше трёх лет",
        "3.3.3",
    ),
    Count(
        "assessed_year",
        "прошли оценку в отчётном году",
        "есть оценка в отчётном году по отчётную дату включительно",
        "3.3.3",
    ),
    Count(
        "assessed_year_due",
        "из подлежащих оценке прошли в отчётном году",
        "подлежат оценке, и есть оценка в отчётном году",
        "3.3.3",
    ),
    Count("not_assessed", "не прошли оценку за три года", "подлежат оценке, и оценки за три года нет", "3.3.3"),
    Count(
        "by_need", "имеют ИОМ по потребности", "есть потребность не старше трёх лет, оценки за три года нет", "1.4, 2.1"
    ),
    Count(
        "recommended",
        "имеют рекомендуемый ИОМ",
        "в модуле сформирован ИОМ, в который входит оценка или потребность не старше трёх лет",
        "2.1, 3.5",
    ),
    Count("chosen", "выбрали ДПП", "для рекомендуемого ИОМ выбрана программа из рекомендуемых", "2.4"),
    Count(
        "formed",
        "ИОМ сформирован (запись на ДПП)",
        "программа выбрана, и заявка на неё действует, или программа уже освоена",
        "3.3.2",
    ),
    Count(
        "selected",
        "отобрано содержание обеих частей",
        "выбраны программа и хотя бы одно образовательное событие",
        "3.3.3",
    ),
    Count(
        "head_approved",
        "заявка подтверждена руководителем",
        "действующую заявку на ДПП подтвердил руководитель, или программа уже освоена",
        "3.3.3, 3.6",
    ),
    Count(
        "provider_approved",
        "заявка подтверждена организацией ДПО",
        "ту же заявку подтвердила и организация ДПО, или программа уже освоена",
        "3.6",
    ),
    Count(
        "formal_done",
        "ИОМ реализован на достаточном уровне",
        "формальная часть завершена: есть документ об итоговой аттестации по программе ИОМ",
        "2.6",
    ),
    Count(
        "formal_in_time",
        "формальная часть завершена в срок",
        "итоговая аттестация пройдена не позднее окончания обучения, указанного в заявке",
        "3.11",
    ),
    Count(
        "formal_late",
        "срок обучения прошёл, аттестации нет",
        "заявка подтверждена руководителем и организацией ДПО, обучение по графику окончено, документа нет",
        "3.11",
    ),
    Count(
        "informal_any",
        "участвовали в событиях",
        "подтверждено участие хотя бы в одном выбранном событии рекомендуемого ИОМ",
        "2.6",
    ),
    Count(
        "realized",
        "ИОМ реализован в полном объёме",
        "формальная часть завершена, в событиях участвовали: по каждому выбранному участие подтверждено или указана "
        "причина отсутствия",
        "3.11",
    ),
    Count(
        "without_programme",
        "новый ИОМ без выбранной ДПП",
        "последний ИОМ сформирован, программа для него не выбрана",
        "3.3.2",
    ),
    Count(
        "without_application",
        "ДПП выбрана, действующей заявки нет",
        "для последнего ИОМ программа выбрана, заявка на неё отклонена, отозвана, прекращена отчислением или не подана",
        "3.3.2",
    ),
    Count(
        "events_due",
        "завершившихся выбранных событий",
        "события рекомендуемых ИОМ, выбранные и завершившиеся к отчётной дате",
        "2.6, 3.11",
        Unit.PARTICIPATION,
    ),
    Count(
        "events_attended",
        "подтверждённых фактов участия",
        "завершившиеся выбранные события, участие в которых подтверждено",
        "2.6, 3.13",
        Unit.PARTICIPATION,
    ),
    Count(
        "events_excused",
        "не участвовали, причина указана",
        "завершившиеся выбранные события, участие в которых не подтверждено и указана причина отсутствия",
        "2.6",
        Unit.PARTICIPATION,
    ),
    Count(
        "awaiting_head",
        "ждут решения руководителя",
        "поданные заявки без решения руководителя, не отозванные",
        "3.3.3, 3.7",
        Unit.APPLICATION,
    ),
    Count(
        "awaiting_provider",
        "ждут решения организации ДПО",
        "подтверждённые руководителем заявки на ДПП без решения организации ДПО, не отозванные",
        "3.6",
        Unit.APPLICATION,
    ),
)

RATES: tuple[Rate, ...] = (
    Rate(
        "coverage_year",
        "охват оценкой за год",
        "assessed_year_due",
        "due",
        "3.3.3",
        (333, 1000),
        "не менее 33,3 % к концу года",
    ),
    Rate("coverage", "охват оценкой за три года", "assessed_due", "due", "3.3.3", (1, 1), "100 % за три года"),
    Rate("formation", "формирование ИОМ", "formed", "assessed", "3.3.2", (1, 1), "100 %"),
    Rate("content", "отбор содержания", "selected", "assessed", "3.3.3", (1, 1), "100 %"),
    Rate("completion", "реализация на достаточном уровне", "formal_done", "formed", "2.6"),
    Rate("in_time", "завершение в срок", "formal_in_time", "formal_done", "3.11"),
    Rate("involvement", "участие работников в событиях", "informal_any", "assessed", "2.6"),
    Rate("participation", "подтверждённое участие", "events_attended", "events_due", "2.6, 3.13"),
    Rate("realization", "реализация в полном объёме", "realized", "formed", "3.11"),
)
# A count of people who passed one procedure holds this key too: all of them are assessed, so coverage tells nothing.
OF_PROCEDURE = "of_procedure"

# Further figures of the screens of applications, events and providers.
APPLICATION_MEASURES: tuple[Measure, ...] = (
    Measure(
        "applications",
        "заявок",
        "заявки на процедуры, ДПП и события, поданные работниками на отчётную дату (включительно); заявка, известная "
        "только по результату обучения, не учитывается",
        "3.7",
    ),
    Measure("applications_share", "доля", "заявки в этом состоянии ÷ все заявки; у заявки одно состояние", ""),
    Measure(
        "approved",
        "подтверждены",
        "рассмотрены и подтверждены всеми участниками согласования, действуют на отчётную дату",
        "3.3.3, 3.6",
    ),
    Measure(
        "rejected_by_head",
        "отклонены руководителем",
        "отклонены руководителем к отчётной дате",
        "3.3.3, 3.7",
    ),
    Measure("rejected_by_provider", "отклонены организацией ДПО", "отклонены организацией ДПО к отчётной дате", "3.6"),
    Measure("withdrawn", "отозваны", "отозваны к отчётной дате и до того не отклонены", "3.7"),
    Measure("expelled", "отчислены", "отчислены к отчётной дате", ""),
    Measure(
        "wait_median",
        "медиана срока рассмотрения, дней",
        "срок, в который рассмотрена половина заявок: руководителем — со дня подачи, организацией ДПО — со дня решения "
        "руководителя; у нерассмотренных — сколько дней они уже ждут",
        "",
    ),
    Measure("wait_ninety", "срок рассмотрения 90 % заявок, дней", "срок, в который рассмотрено 90 % заявок", ""),
)
EVENT_MEASURES: tuple[Measure, ...] = (
    Measure("event_chosen", "выбрали", "выбрали событие на отчётную дату (включительно) в действующем ИОМ", "2.5"),
    Measure("event_attended", "участвовали", "событие завершилось, участие подтверждено к отчётной дате", "2.6, 3.13"),
    Measure("event_share", "доля участвовавших", "участвовали ÷ выбравшие, у кого событие завершилось", "2.6, 3.11"),
    Measure("event_absent", "отсутствовали", "событие завершилось, участия нет, причина отсутствия указана", "2.6"),
    Measure(
        "event_unmarked",
        "нет отметки",
        "событие завершилось, не указаны ни подтверждение участия, ни причина отсутствия",
        "2.6, 3.11",
    ),
)
PROVIDER_MEASURES: tuple[Measure, ...] = (
    Measure(
        "load_submitted",
        "заявок на программу",
        "поданы на отчётную дату (включительно), с отклонёнными и отозванными; организация ДПО видит подтверждённые "
        "руководителем",
        "3.6",
    ),
    Measure(
        "load_live",
        "действуют",
        "поданы, на отчётную дату не отклонены и не отозваны; учитываются и после обучения",
        "3.6",
    ),
    Measure(
        "load_awaiting",
        "ждут решения организации ДПО",
        "подтверждены руководителем, на отчётную дату решения организации ДПО нет",
        "3.6",
    ),
    Measure(
        "load_approved",
        "подтверждены организацией ДПО",
        "действуют и подтверждены организацией ДПО к отчётной дате",
        "3.6",
    ),
    Measure(
        "load_completed",
        "завершили с документом",
        "обучение завершено к отчётной дате, номер документа указан, программа учитывается в ИОМ",
        "3.12",
    ),
)

# The quality of data counts rows of registers, not people: queries/quality.py.
ROW_COUNTS: tuple[Count, ...] = (
    Count(
        "rows_kept",
        "строк хранится",
        "строки пяти реестров о работниках: место работы на отчётную дату, оценки, поданные заявки, результаты и "
        "выбранные события на отчётную дату (включительно)",
        "",
        Unit.ROW,
    ),
    Count(
        "rows_clean",
        "строк без замечаний",
        "из них строки без единого замечания; увольнение без нового места работы и перевод под новым идентификатором "
        "не учитываются: их видят не все",
        "",
        Unit.ROW,
    ),
)
CLEAN_RATE = Rate("clean", "строки без замечаний", "rows_clean", "rows_kept", "", target_note="не устанавливается")

COUNT_BY_KEY: Mapping[str, Count] = {count.key: count for count in COUNTS}
# Every count that a rate uses.
RATE_COUNTS: Mapping[str, Count] = {**COUNT_BY_KEY, **{count.key: count for count in ROW_COUNTS}}
RATE_BY_KEY: Mapping[str, Rate] = {rate.key: rate for rate in RATES}
COUNT_KEYS: tuple[str, ...] = tuple(COUNT_BY_KEY)
RATE_KEYS: tuple[str, ...] = tuple(RATE_BY_KEY)
# The counts that rates use: a series of dates shows no others.
PARTS_OF_RATES: tuple[str, ...] = tuple(dict.fromkeys(key for rate in RATES for key in (rate.top, rate.bottom)))

# The stages of a route in order: the funnel.
STAGES: tuple[str, ...] = (
    "staff",
    "assessed",
    "recommended",
    "chosen",
    "formed",
    "head_approved",
    "provider_approved",
    "formal_done",
    "realized",
)


def rate_of(rate: Rate, counts: Mapping[str, int]) -> float | None:
    """The rate as a fraction; None when the bottom count is 0, or under a filter by procedure for coverage."""
    bottom = bottom_of(rate, counts)
    return counts[rate.top] / bottom if bottom else None


def bottom_of(rate: Rate, counts: Mapping[str, int]) -> int:
    """The count that the rate is taken of; 0 where the rate is absent."""
    return 0 if rate.bottom == "due" and counts.get(OF_PROCEDURE) else counts[rate.bottom]


def meets_target(rate: Rate, counts: Mapping[str, int]) -> bool | None:
    """Whether the target is met, compared in integers; None without a target or when the bottom count is 0."""
    if rate.target is None or not bottom_of(rate, counts):
        return None
    numerator, denominator = rate.target
    return counts[rate.top] * denominator >= counts[rate.bottom] * numerator


def missing_to_target(rate: Rate, counts: Mapping[str, int]) -> int | None:
    """How many more are needed to meet the target; None without a target or when the bottom count is 0."""
    if rate.target is None or not bottom_of(rate, counts):
        return None
    numerator, denominator = rate.target
    needed = -(-counts[rate.bottom] * numerator // denominator)
    return max(0, needed - counts[rate.top])
