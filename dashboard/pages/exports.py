"""«Мои выгрузки»: the account's exports of documents for whole lists and of long tables, and their progress."""

from collections.abc import Sequence

from dash.development.base_component import Component

from dashboard import addresses, html, words
from dashboard.collected_reports import TITLES
from dashboard.components.empty_state import empty_state
from dashboard.components.page import page, section
from dashboard.components.progress import ProgressIds, is_any_running, job_card, job_list, progress, refreshing_content
from dashboard.pages import sections
from dashboard.visit import Screen, Visit
from model.jobs import MOST_UNFINISHED, JobKind, JobState
from model.wording import DOCUMENT_TITLES, REGISTRY_DOCUMENTS
from queries.jobs import JobRecord, own_jobs

TITLE = "Мои выгрузки"
NOTE = (
    "Вкладку можно закрыть: выгрузка формируется дальше. Готовый файл хранится сутки и виден только вам; "
    "кто и о ком его сформировал, записано в журнал."
)
_STATES = {
    JobState.WAITING: "ждёт очереди",
    JobState.RUNNING: "формируется",
    JobState.READY: "готова",
    JobState.FAILED: "ошибка",
    JobState.CANCELLED: "отменена",
}
_MEGABYTE = 1 << 20
PROGRESS = ProgressIds("exports-list", "exports-clock", "exports-follow")


def layout(visit: Visit) -> Screen:
    """The account's exports, the latest first."""
    jobs = own_jobs(visit.reading, JobKind.EXPORT)
    refreshing = refreshing_content(
        exports_list(jobs), PROGRESS, href=addresses.EXPORTS, is_running=is_any_running(jobs)
    )
    content = page(TITLE, section("Заказанные выгрузки", *refreshing, note=NOTE), lead=sections.short_trail(TITLE))
    return Screen(TITLE, content)


def document_name(job: JobRecord) -> str:
    """«Приложение 1, PDF», «Таблица, XLSX»."""
    if job.form == addresses.TABLE_FORM:
        return f"Таблица, {job.suffix.upper()}"
    title = TITLES.get(job.form) or REGISTRY_DOCUMENTS.get(job.form) or DOCUMENT_TITLES.get(job.form, job.form)
    return f"{title}, {job.suffix.upper()}"


def exports_list(jobs: Sequence[JobRecord]) -> Component:
    """A card for each export: its title, its progress, its actions."""
    if not jobs:
        advice = "Под каждым списком работников есть «Документы всех из списка»: выберите документ и формат."
        return empty_state("Выгрузок пока нет", advice)
    most = MOST_UNFINISHED[JobKind.EXPORT]
    return job_list(
        jobs, _card, f"Одновременно формируется не более {most} выгрузок: дождитесь готовых или отмените лишние."
    )


def _card(job: JobRecord) -> Component:
    moment = f"Заказана {words.moment(job.enqueued_at)}"
    return job_card(job, _name(job), moment, progress(job, _state(job)), *_actions(job))


def _name(job: JobRecord) -> str:
    return f"{document_name(job)}: {job.title}"


def _state(job: JobRecord) -> str:
    label = _STATES[job.state]
    if job.state is JobState.READY:
        unit = "строк" if job.form == addresses.TABLE_FORM else "организаций" if job.form in TITLES else "чел."
        number = f": {words.number(job.total)} {unit}" if job.total else ""
        return f"{label}{number}, {_size(job.file_size or 0)}"
    return f"{label}: {job.reason}" if job.reason else label


def _size(size: int) -> str:
    tenths = max(1, round(size * 10 / _MEGABYTE))
    return f"{tenths // 10},{tenths % 10} МБ"


def _actions(job: JobRecord) -> list[Component]:
    what = _name(job)
    if job.state is JobState.READY:
        link = html.A("Скачать", href=addresses.export_file(job.id), download="", **{"aria-label": f"Скачать: {what}"})
        return [html.P(link, className="export-actions")]
    if not job.is_unfinished:
        return []
    button = html.Button("Отменить", type="submit", className="file-button", **{"aria-label": f"Отменить: {what}"})
    address = addresses.cancel_export(job.id)
    return [html.Form(button, action=address, method="POST", className="no-print")]
