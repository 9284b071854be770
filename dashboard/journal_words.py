"""The Russian names of the journal's actions."""

import re

from dashboard.words import ABSENT

ACTIONS: dict[str, str] = {
    "sign-in": "вход",
    "sign-in failed": "неудачный вход",
    "sign-out": "выход",
    "code refused": "одноразовый код не подошёл",
    "codes set up": "одноразовые коды настроены",
    "codes forgotten": "одноразовые коды сброшены",
    "account created": "учётная запись создана",
    "account named": "указаны ФИО и должность учётной записи",
    "account switched on": "учётная запись включена",
    "account switched off": "учётная запись отключена",
    "sessions closed": "сеансы закрыты",
    "password set": "пароль изменён",
    "password given": "выдан временный пароль",
    "grant given": "роль назначена",
    "grant revoked": "роль отозвана",
    "opened": "открыта страница",
    "searched": "найден через поиск",
    "export taken": "скачана готовая выгрузка",
    "template taken": "скачан шаблон реестра",
    "order cancelled": "выгрузка отменена",
    "import": "принят файл реестра",
    "import undone": "загрузка отменена",
    "file uploaded": "загружен файл",
    "file checked": "проверен загруженный файл",
    "upload given up": "загруженный файл снят с проверки",
    "refused rows taken": "скачаны отклонённые строки",
    "headings mapped": "заголовки сопоставлены",
    "target set": "установлено целевое значение",
    "target changed": "изменено целевое значение",
    "target removed": "удалено целевое значение",
    "organization renamed": "организация переименована",
    "organization merged": "организация присоединена",
    "organization split": "из организации выделена другая",
    "organization moved": "организация перешла в другое муниципальное образование",
    "organization closed": "организация закрыта",
    "double merged": "дубли объединены",
    "bound set": "пороговое значение изменено",
    "left people anonymized": "сведения о выбывших обезличены",
    "journal lines removed": "записи журнала удалены по сроку хранения",
}
# The kind of screen by the start of its path.
SCREENS: tuple[tuple[str, str], ...] = (
    (r"/person/\d+", "личная страница"),
    (r"/region/list/\w+", "список по области"),
    (r"/municipality/\d+/list/\w+", "список по муниципальному образованию"),
    (r"/organization/\d+/list/\w+", "список по организации"),
    (r"/(?:region|\w+/\d+)/catalogue/people", "работники с пустым перечнем ДПП"),
    (r"/organization/\d+", "показатели организации"),
    (r"/provider/\d+", "заявки организации ДПО"),
)
# Actions whose second word names the exported table or document.
BEGINNINGS: dict[str, str] = {
    "document": "выгружен документ",
    "table": "выгружена таблица",
    "report": "выгружен отчёт",
    "ordered": "заказана выгрузка",
    "export": "сформирована выгрузка",
}


def where(subject: str | None) -> str:
    """The kind of screen at a path, without numbers."""
    return next((name for path, name in SCREENS if subject and re.match(path, subject)), ABSENT)


def matching_actions(search: str) -> list[str]:
    """The actions whose Russian name contains the text."""
    return [action for action, name in ACTIONS.items() if search.casefold() in name]


def action_label(action: str) -> str:
    """The Russian name of the action; an unknown action is returned as it is."""
    first, _, rest = action.partition(" ")
    if action in ACTIONS:
        return ACTIONS[action]
    return f"{BEGINNINGS[first]} {rest}".strip() if first in BEGINNINGS else action
