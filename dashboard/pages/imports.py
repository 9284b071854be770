"""«Загрузка данных»: upload and check of files, templates of the registers, and imported files."""

from collections.abc import Sequence

from dash.development.base_component import Component

import settings
from access.import_rights import importable, may_import
from dashboard import addresses, dcc, html, words
from dashboard.components.download_links import download_links
from dashboard.components.empty_state import empty_state
from dashboard.components.page import page, section
from dashboard.components.plain_fields import file_field, send_button
from dashboard.components.progress import ProgressIds, is_any_running, job_card, job_list, progress, refreshing_content
from dashboard.components.still import still
from dashboard.pages import sections
from dashboard.pages.route import plain_table
from dashboard.visit import Screen, Visit
from model.jobs import MOST_UNFINISHED, ImportTask, JobKind, JobState
from model.journal import CATALOGUE
from model.wording import REFERENCE_LISTS, REGISTER_TITLES, register_title
from queries.imports import latest_imports
from queries.jobs import JobRecord, own_jobs
from queries.reference import may_change_reference

TITLE = "Загрузка данных"
NOTE = (
    "Сначала проверка: какие записи файл добавит, какие изменит, какие строки отклонены. До нажатия «Принять» "
    "данные не изменяются. Вкладку можно закрыть."
)
OWN_PLACES = "Принимаются строки только о ваших организациях и их работниках."
_ACCEPT = ".xlsx,.xlsm,.xls,.ods,.csv,.txt"
_HEADINGS = ["Принят", "Реестр", "Файл", "Кем", "Новых", "Изменённых", "Без изменений", "Отклонено строк", "Подробно"]
PROGRESS = ProgressIds("uploads-list", "uploads-clock", "uploads-follow")


def layout(visit: Visit) -> Screen:
    """The form and the uploads for those who may import; the imported files for everyone who may open the page."""
    own = [_form(visit), _uploads(visit), _templates(visit)] if may_import(visit.reading.viewer) else []
    own += [_reference()] if may_change_reference(visit.reading) else []
    return Screen(TITLE, page(TITLE, *own, _accepted_table(visit), lead=sections.short_trail(TITLE)))


def _form(visit: Visit) -> Component:
    most = settings.MAX_UPLOAD_MB.value()
    limits = f"XLSX, XLS, ODS или CSV, до {most}{words.FIXED}МБ каждый; реестр узнаётся по заголовкам."
    progress = [
        html.Progress(value="0", max="100", **{"aria-label": "Передача файлов"}),
        html.Span("", className="upload-said", role="status"),
        html.Button("Остановить", type="button", className="btn btn-sm btn-outline-danger upload-stop"),
    ]
    form = html.Form(
        [
            file_field("files", label="Выберите файлы реестров или перетащите их сюда", accept=_ACCEPT),
            html.P(limits, className="section-note"),
            html.Div(progress, className="upload-progress", hidden=True),
            send_button("Загрузить и проверить"),
        ],
        action=addresses.UPLOAD,
        method="POST",
        encType="multipart/form-data",
        className="upload-form",
    )
    whose = "" if importable(visit.reading.viewer) is None else f" {OWN_PLACES}"
    return section("Загрузить файлы", form, note=NOTE + whose)


def _uploads(visit: Visit) -> Component:
    jobs = own_jobs(visit.reading, JobKind.IMPORT)
    is_running = is_any_running(jobs)
    href = addresses.IMPORTS
    content = refreshing_content(
        uploads_list(jobs), PROGRESS, href=href, is_running=is_running, is_hidden=not is_running
    )
    return section("Ваши файлы", *content, note="Хранятся сутки и видны только вам.")


def uploads_list(jobs: Sequence[JobRecord]) -> Component:
    """Each upload with its progress; its name opens the plan."""
    if not jobs:
        return empty_state("Файлов пока нет", "Загрузите файл реестра или возьмите шаблон ниже.")
    most = MOST_UNFINISHED[JobKind.IMPORT]
    return job_list(jobs, _card, f"Одновременно проверяется не более {most} файлов: дождитесь завершения.")


def _card(job: JobRecord) -> Component:
    register = f", {REGISTER_TITLES[job.register]}" if job.register else ""
    moment = f"Загружен {words.moment(job.enqueued_at)}{register}"
    link = dcc.Link(upload_title(job), href=addresses.upload(job.id))
    return job_card(job, link, moment, progress(job, upload_state(job)))


def upload_title(job: JobRecord) -> str:
    """The name of the file as its owner gave it."""
    return f"Отмена загрузки: {job.file_name}" if job.task is ImportTask.UNDO else job.file_name


def upload_state(job: JobRecord) -> str:
    """The state of an upload."""
    if job.state is JobState.READY:
        return _result_text(job)
    if job.state is JobState.WAITING:
        return "ждёт очереди"
    if job.state is JobState.RUNNING:
        doing = {ImportTask.CHECK: "проверяется", ImportTask.UNDO: "отменяется"}.get(job.task, "принимается")
        return f"{doing}: прочитано {words.plural(job.done, 'строка', 'строки', 'строк')}" if job.done else doing
    if job.state is JobState.CANCELLED:
        return f"снят с проверки: {job.reason}" if job.reason else "снят с проверки, данные не изменены"
    return f"ошибка: {job.reason}"


def _result_text(job: JobRecord) -> str:
    if job.task is ImportTask.UNDO:
        return "загрузка отменена, данные прежние"
    if job.task is not ImportTask.CHECK:
        return "принят"
    return "проверен, ждёт вашего решения" if job.plan_fingerprint else "нужно сопоставить заголовки"


def _templates(visit: Visit) -> Component:
    """The registers of which the account may import rows: the catalogue is of the whole region."""
    is_whole = importable(visit.reading.viewer) is None
    titles = {key: title for key, title in REGISTER_TITLES.items() if is_whole or key != CATALOGUE}
    links = [html.Li(html.A(title, href=addresses.template(key), download="")) for key, title in titles.items()]
    note = "Пустая таблица с нужными заголовками, примечаниями и списками для выбора."
    return section("Шаблоны", still(html.Ul(links, className="upload-templates")), note=note)


def _reference() -> Component:
    link = dcc.Link("Организации и дубли", href=addresses.REFERENCE)
    note = "Переименование, объединение, разделение и закрытие организаций; дублирующие записи."
    return section(REFERENCE_LISTS, html.P(link), note=note)


def _accepted_table(visit: Visit) -> Component:
    rows = [
        (
            words.moment(run.accepted_at),
            register_title(run.register),
            run.file_name,
            one.accepted_by,
            *map(words.number, (run.added, run.changed, run.unchanged, run.refused)),
            dcc.Link("отменена" if run.undone_at else "подробно", href=addresses.import_run(run.id)),
        )
        for one in latest_imports(visit.reading)
        for run in [one.run]
    ]
    table = plain_table("Принятые файлы", _HEADINGS, rows, "Принятых файлов ещё нет.")
    return section("Принятые файлы", table, download_links(visit.path, "files", visit.view))
