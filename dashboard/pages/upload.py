"""One upload: what it would do, its refused rows by reason, and the forms that accept it or give it up."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash.development.base_component import Component

from dashboard import addresses, dcc, html, words
from dashboard.components.breadcrumbs import breadcrumbs
from dashboard.components.page import page, section
from dashboard.components.plain_fields import choice_field, consent_field, hidden_field, send_button
from dashboard.components.progress import ProgressIds, refreshing_content
from dashboard.pages.imports import TITLE, upload_state, upload_title
from dashboard.pages.route import plain_table
from dashboard.visit import Screen, Visit
from model.jobs import ImportTask, JobKind, JobState
from model.journal import CATALOGUE
from model.wording import REGISTER_TITLES
from queries.jobs import JobRecord, own_job

# The field of the form by which new organizations are confirmed.
CONSENT = "new_organizations"
_KINDS = {"organization": "Организация", "programme": "ДПП", "provider": "Организация ДПО", "event": "Событие"}
Plan = Mapping[str, Any]
PROGRESS = ProgressIds("upload-state", "upload-clock", "upload-follow")


def layout(visit: Visit, identity: int) -> Screen | None:
    """The upload as it stands now."""
    job = own_job(visit.reading, JobKind.IMPORT, identity)
    if job is None:
        return None
    href, is_running, title = addresses.upload(job.id), job.is_unfinished, upload_title(job)
    content = refreshing_content(state(job), PROGRESS, href=href, is_running=is_running, is_hidden=not is_running)
    trail = breadcrumbs([("Главная", addresses.HOME), (TITLE, addresses.IMPORTS), (job.file_name, None)])
    return Screen(title, page(title, *content, lead=trail))


def state(job: JobRecord) -> Component:
    """How far it has come and what can be done."""
    label = words.sentence(upload_state(job))
    kind = "is-bad" if job.state in (JobState.FAILED, JobState.CANCELLED) else "is-good"
    parts: list[Component] = [html.P(label, className=f"form-told {kind}", role="status")]
    if job.state is JobState.READY and job.task is ImportTask.CHECK:
        if job.reason:
            parts.append(html.P(words.sentence(f"{job.reason}."), className="form-told is-bad", role="alert"))
        parts += _plan(job, job.plan or {}) if job.plan_fingerprint else [_mapping(job, job.plan or {})]
    elif job.state is JobState.READY:
        parts += _accepted(job)
    if job.task is ImportTask.CHECK and job.state is not JobState.READY:
        parts += [_give_up(job)] if job.is_unfinished else []
    return html.Div(parts, className="page upload")


def _plan(job: JobRecord, plan: Plan) -> list[Component]:
    return [
        section("Результат проверки файла", _numbers(plan), *_remarks(plan), _decision(job, plan)),
        *_refused(job, plan),
        *_remarked(plan),
        *_new_names(plan),
        *_removals(plan),
        *_changes(plan),
        *_additions(plan),
    ]


def _numbers(plan: Plan) -> Component:
    pairs = [
        ("добавит", plan["added"]),
        ("изменит", plan["changed"]),
        ("удалит", plan.get("removed", 0)),
        ("оставит как есть", plan["unchanged"]),
        ("отклонено строк", plan["refused"]),
    ]
    items = [html.Div([html.Dt(words.sentence(label)), html.Dd(words.number(count))]) for label, count in pairs]
    return html.Dl(items, className="upload-numbers")


def _remarks(plan: Plan) -> list[Component]:
    sheet = f", лист «{plan['sheet']}»" if plan["sheet"] else ""
    sentences = [f"Реестр «{REGISTER_TITLES[plan['register']]}»{sheet}; числа — строки файла."]
    if plan["repeated"]:
        rows = words.plural(plan["repeated"], "строка повторяется", "строки повторяются", "строк повторяются")
        listed = _repeats(plan)
        sentences.append(f"Ещё {rows} в файле ниже; учитывается последняя{listed}.")
    if plan["unknown"]:
        sentences.append(f"Незнакомые столбцы не принимаются: {_listed(plan['unknown'])}.")
    if plan["passed_over"]:
        sentences.append(f"Другие листы с таблицами не читались: {_listed(plan['passed_over'])}.")
    sentences += plan.get("remarks", [])  # a plan made before they were kept has none
    return [html.P(one, className="section-note") for one in sentences]


def _repeats(plan: Plan) -> str:
    """« (строка 2 — в строке 5; …)» of the first of them."""
    pairs = [f"строка {one['row']} — в строке {one['later']}" for one in plan.get("repeats", [])]
    more = "; …" if len(pairs) < plan["repeated"] else ""
    return f" ({'; '.join(pairs)}{more})" if pairs else ""


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"«{name}»" for name in names)


def _decision(job: JobRecord, plan: Plan) -> Component:
    """Accept whole, or the good rows; or give it up."""
    does_something = bool(plan["added"] or plan["changed"] or plan.get("removed"))
    buttons = []
    if not plan["refused"]:
        buttons.append(send_button("Принять", name="how", value="whole"))
    elif does_something or plan["unchanged"]:
        buttons.append(send_button("Загрузить корректные строки", name="how", value="good"))
    consent = []
    if buttons and plan.get("needs_consent"):
        label = "Организации, перечисленные ниже как новые, действительно новые: добавить их в справочник"
        consent = [consent_field(CONSENT, label)]
    accept = html.Form([*consent, *buttons], action=addresses.upload_action(job.id, "accept"), method="POST")
    nothing = [] if does_something else [html.P("Изменений в данных не будет.", className="section-note")]
    return html.Div([*nothing, html.Div([accept, _give_up(job)], className="form-buttons")])


def _give_up(job: JobRecord) -> Component:
    return html.Form(
        [send_button("Отменить", is_grave=True)],
        action=addresses.upload_action(job.id, "cancel"),
        method="POST",
    )


def _refused(job: JobRecord, plan: Plan) -> list[Component]:
    if not plan["refused"]:
        return []
    reasons = [(one["column"], one["reason"], words.number(one["rows"])) for one in plan["reasons"]]
    rows = [(words.number(one["row"]), one["column"], one["value"], one["reason"]) for one in plan["refusals"]]
    number, total = len(rows), plan["refusals_in_all"]
    first = f"Первые {words.number(number)} из {words.number(total)}" if number < total else "Каждая ячейка"
    return [
        section(
            "Отклонённые строки",
            _refused_file(job),
            plain_table("Причины отклонения", ["Столбец", "Причина", "Ячеек"], reasons, "Отклонённых строк нет."),
            html.Details(
                [
                    html.Summary(first),
                    plain_table("Ячейки с ошибками", ["Строка", "Столбец", "Значение", "Причина"], rows, "Ошибок нет."),
                ],
                open=total <= 20,
            ),
            note="Исправьте их в файле и загрузите его: в нём те же столбцы, ячейки с ошибками выделены.",
        )
    ]


def _refused_file(job: JobRecord) -> Component:
    if not job.output_file:
        return html.P("Файла отклонённых строк уже нет.", className="section-note")
    link = html.A("Скачать отклонённые строки (XLSX)", href=addresses.refused_rows(job.id), download="")
    return html.P(link)


def _remarked(plan: Plan) -> list[Component]:
    if not plan.get("row_remarks"):
        return []
    rows = [(words.number(one["row"]), one["text"]) for one in plan["row_remarks"]]
    table = plain_table("Замечания", ["Строка", "Замечание"], rows, "Замечаний нет.")
    note = _first(len(plan["row_remarks"]), plan["row_remarks_in_all"])
    return [section("На что обратить внимание", table, note=note)]


def _new_names(plan: Plan) -> list[Component]:
    if not plan.get("names"):
        return []
    rows = [(_KINDS[one["kind"]], one["name"], one["place"] or "—", one["nearest"] or "—") for one in plan["names"]]
    headings = ["Что", "Наименование в файле", "Муниципальное образование", "Ближайшее известное"]
    table = plain_table("Новые наименования", headings, rows, "Новых нет.")
    advice = "Если это известная организация в другом написании, исправьте файл: иначе появится вторая."
    note = " ".join(filter(None, [advice, _first(len(plan["names"]), plan["names_in_all"])]))
    return [section("Новые наименования", table, note=note)]


def _whose(plan: Plan) -> str:
    """Whom a record is about: the catalogue is about what organizations offer."""
    return "Организация" if plan["register"] == CATALOGUE else "Работник"


def _removals(plan: Plan) -> list[Component]:
    if not plan.get("removed"):
        return []
    rows = [(words.number(one["row"]), one["who"], one["what"]) for one in plan["gone"]]
    table = plain_table("Удаляемые записи", ["Строка", _whose(plan), "Запись"], rows, "Удалять нечего.")
    return [section("Удаляемые записи", table, note=_first(len(plan["gone"]), plan["removed"]))]


def _changes(plan: Plan) -> list[Component]:
    if not plan["changed"]:
        return []
    rows = [
        (words.number(one["row"]), one["who"], one["what"], field["field"], field["old"], field["new"])
        for one in plan["other"]
        for field in one["fields"]
    ]
    headings = ["Строка", _whose(plan), "Запись", "Поле", "Было", "Станет"]
    table = plain_table("Изменения", headings, rows, "Изменений нет.")
    return [section("Изменяемые записи", table, note=_first(len(plan["other"]), plan["changed"]))]


def _additions(plan: Plan) -> list[Component]:
    if not plan["added"]:
        return []
    rows = [(words.number(one["row"]), one["who"], one["what"]) for one in plan["new"]]
    table = plain_table("Новые записи", ["Строка", _whose(plan), "Запись"], rows, "Новых нет.")
    return [section("Добавляемые записи", table, note=_first(len(plan["new"]), plan["added"]))]


def _first(number: int, total: int) -> str | None:
    return f"Показаны первые {words.number(number)} строк из {words.number(total)}." if number < total else None


def _accepted(job: JobRecord) -> list[Component]:
    parts: list[Component] = []
    if job.import_id:
        link = dcc.Link("Что изменилось по муниципальным образованиям", href=addresses.import_run(job.import_id))
        parts.append(html.P(link))
    if job.output_file:
        parts += [html.P("Отклонённые строки не загружены: исправьте их и загрузите снова."), _refused_file(job)]
    return parts


def _mapping(job: JobRecord, plan: Plan) -> Component:
    """First which register it is; then which heading stands for each column that was not found."""
    fields = [choice_field("register", "Реестр", list(REGISTER_TITLES.items()), job.register or "staff")]
    note = "По заголовкам не видно, какой это реестр. Выберите его."
    if plan.get("missing"):
        fields = [hidden_field("register", job.register or "")]
        headings = [("", "нет в файле"), *((one, one) for one in plan["headings"])]
        fields += [choice_field(f"column.{one['key']}", one["heading"], headings) for one in plan["missing"]]
        note = (
            f"Реестр «{REGISTER_TITLES[job.register or 'staff']}»: этих столбцов в файле не нашлось. Укажите, под "
            "какими заголовками они стоят; для следующих ваших файлов это запомнится."
        )
    again = html.Form(
        [html.Div(fields, className="form-fields"), send_button("Проверить снова")],
        action=addresses.upload_action(job.id, "headings"),
        method="POST",
    )
    listed = html.P(f"Заголовки файла: {_listed(plan.get('headings', [])) or 'не найдены'}.", className="section-note")
    return section(
        "Заголовки не узнаны", listed, html.Div([again, _give_up(job)], className="upload-mapping"), note=note
    )
