"""Every setting as a record of name, default and meaning; nothing else reads the environment."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Setting(Generic[T]):
    """A setting of the installation; `value()` reads the environment at each call."""

    name: str
    default: T
    meaning: str
    parse: Callable[[str], T]
    is_secret: bool = False
    holds_secret: bool = False  # an address with a password in it

    def value(self) -> T:
        """The present value; raises ValueError, which names the setting, when the text is not valid."""
        text = os.environ.get(self.name, "").strip()
        if not text:
            return self.default
        try:
            return self.parse(text)
        except ValueError as error:
            quoted = "такое значение" if self.is_secret or self.holds_secret else repr(text)
            raise ValueError(f"настройка {self.name} не принимает {quoted}") from error


def _web_address(text: str) -> str:
    if not text.startswith(("https://", "http://")):
        raise ValueError(text)
    return text


def _is_yes(text: str) -> bool:
    if text.lower() not in {"0", "1", "no", "yes", "false", "true"}:
        raise ValueError(text)
    return text.lower() in {"1", "yes", "true"}


def _term(text: str) -> int:
    """A number of years or days; a negative one would be a moment to come, before which everything lies."""
    if not text.isdecimal():
        raise ValueError(text)
    return int(text)


def _one_of(*words: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in words:
            raise ValueError(text)
        return text

    return parse


@dataclass(frozen=True)
class Rhythm:
    """Within how many days the next file of a register is expected: for all registers, and for some by name."""

    days: int
    apart: tuple[tuple[str, int], ...] = ()

    def of(self, register: str) -> int:
        return dict(self.apart).get(register, self.days)

    def __str__(self) -> str:
        return ",".join([str(self.days), *(f"{register}={days}" for register, days in self.apart)])


def _rhythm(text: str) -> Rhythm:
    parts = [part.strip() for part in text.split(",")]
    exceptions = [part.partition("=") for part in parts if "=" in part]
    plain = [int(part) for part in parts if "=" not in part]
    if len(plain) > 1:
        raise ValueError(text)
    days = plain[0] if plain else REGISTER_DAYS.default.days
    return Rhythm(days, tuple((register.strip(), int(number)) for register, _, number in exceptions))


DATABASE_URL = Setting(
    "DATABASE_URL", "sqlite:///var/monitoring.db", "где лежат данные: SQLite или PostgreSQL", str, holds_secret=True
)
DATABASE_READ_URL = Setting(
    "DATABASE_READ_URL",
    "",
    "реплики PostgreSQL, с которых читаются экраны, адреса через запятую; если пусто, читает DATABASE_URL",
    str,
    holds_secret=True,
)
OWNER_DATABASE_URL = Setting(
    "OWNER_DATABASE_URL",
    "",
    "вход владельца таблиц: для `migrate`, `backup`, `restore`; если пусто, DATABASE_URL",
    str,
    holds_secret=True,
)
SECRET_KEY = Setting(
    "SECRET_KEY", "", "подписывает сеансы; если пусто, создаётся рядом с базой данных", str, is_secret=True
)
JOURNAL_KEY = Setting(
    "JOURNAL_KEY",
    "",
    "заверяет журнал; если пусто, создаётся рядом с базой данных; никогда не меняется",
    str,
    is_secret=True,
)
SECURE_COOKIES = Setting("SECURE_COOKIES", False, "куки только по HTTPS: yes за прокси с TLS", _is_yes)
TRUSTED_PROXIES = Setting("TRUSTED_PROXIES", 0, "сколько обратных прокси стоит перед сервером", int)
IDLE_MINUTES = Setting("IDLE_MINUTES", 60, "сеанс заканчивается через столько минут без запросов", int)
CODE_ROLES = Setting("CODE_ROLES", "", "роли, которые входят ещё и с одноразовым кодом: admin,assessor", str)
MAX_REQUEST_KB = Setting("MAX_REQUEST_KB", 1024, "наибольший запрос без файлов, в килобайтах", int)
MAX_UPLOAD_MB = Setting("MAX_UPLOAD_MB", 100, "наибольший файл реестра, в мегабайтах", int)
# An upload has at most one file of each register; deploy/Caddyfile, max_size, allows as much.
MAX_UPLOAD_FILES = 5
ACCOUNT_QUOTA_MB = Setting(
    "ACCOUNT_QUOTA_MB", 1_000, "сколько мегабайт загрузок и выгрузок хранится для одной учётной записи", int
)
MIN_FREE_MB = Setting("MIN_FREE_MB", 500, "файл не сохраняется, если на диске останется меньше стольких мегабайт", int)
DOWNLOADS_PER_MINUTE = Setting("DOWNLOADS_PER_MINUTE", 60, "сколько файлов одна учётная запись берёт за минуту", int)
MAX_ROWS = Setting("MAX_ROWS", 200_000, "наибольшее число строк в файле реестра", int)
# A row of a workbook takes a fifth of a millisecond of a processor to check: so many take less than ten seconds.
MAX_WORKBOOK_ROWS = Setting("MAX_WORKBOOK_ROWS", 70_000, "наибольшее число строк в книге Excel или таблице ODS", int)
YEAR_FIRST_MONTH = Setting("YEAR_FIRST_MONTH", 1, "месяц, с которого начинается отчётный год: 9 для учебного года", int)
ASSESSMENT_YEARS = Setting("ASSESSMENT_YEARS", 3, "сколько лет действует оценка (п. 2.4)", int)
CYCLE_FIRST_YEAR = Setting(
    "CYCLE_FIRST_YEAR",
    0,
    "первый год цикла оценки, если его годы установил приказ: 2024; 0 — годы считаются назад от отчётной даты",
    int,
)
NEWCOMER_MONTHS = Setting(
    "NEWCOMER_MONTHS", 0, "сколько месяцев после приёма на работу оценка не требуется (п. 3.3.3)", int
)
NO_SHOW_DAYS = Setting(
    "NO_SHOW_DAYS",
    30,
    "через столько дней после подтверждения заявки на процедуру без результата работник считается не явившимся; "
    "Порядком не установлено",
    int,
)
SCORE_BOUND = Setting(
    "SCORE_BOUND",
    60,
    "ниже стольких процентов результат — дефицит, пока центр оценки не задал порог процедуры; не норматив",
    int,
)
SMALL_GROUP = Setting(
    "SMALL_GROUP", 5, "результаты меньшего числа людей обобщаются только для руководителя их организации", int
)
PROVIDER_MONTHS = Setting(
    "PROVIDER_MONTHS", 12, "столько месяцев после обучения организация ДПО видит, кого обучила", int
)
REGISTER_DAYS = Setting(
    "REGISTER_DAYS",
    Rhythm(31),
    "файл реестра ожидается раз в столько дней; отдельные реестры — по имени: 31,appendix2=92",
    _rhythm,
)
EXPORTS_FOLDER = Setting(
    "EXPORTS_FOLDER", "var/exports", "где сутки лежат большие выгрузки; одна папка на всех исполнителей", str
)
UPLOADS_FOLDER = Setting(
    "UPLOADS_FOLDER", "var/uploads", "где файлы лежат до принятия; одна папка на всех исполнителей", str
)
PACKED_FOLDER = Setting("PACKED_FOLDER", "var/packed", "куда `cli.py pack` кладёт сжатые скрипты и стили", str)
CACHE_DIR = Setting(
    "CACHE_DIR", "var/kept", "где лежат готовые экраны, пока не изменились данные; одна папка на всех исполнителей", str
)
CACHE_MB = Setting("CACHE_MB", 200, "сколько мегабайт готовых экранов хранится; 0 — нисколько", int)
JOBS_IN_WEB = Setting(
    "JOBS_IN_WEB", True, "выполняет ли веб-сервер загрузки и выгрузки сам; no, если работает `cli.py work`", _is_yes
)
LOG_FORMAT = Setting("LOG_FORMAT", "text", "вид записей о работе: text или json", _one_of("text", "json"))
METRICS_FOLDER = Setting("METRICS_FOLDER", "var/metrics", "где исполнители одного сервера складывают показатели", str)
METRICS_TOKEN = Setting(
    "METRICS_TOKEN", "", "с ним /metrics открывается и не с этой машины; не короче 32 знаков", str, is_secret=True
)
SOURCE_FOLDER = Setting("SOURCE_FOLDER", "", "папка, из которой `cli.py sync` берёт файлы реестров", str)
SOURCE_PATTERNS = Setting(
    "SOURCE_PATTERNS", "", "имена файлов по реестрам: staff=*кадр*,appendix1=*оценк*; прочие — по заголовкам", str
)
SOURCE_QUIET_SECONDS = Setting(
    "SOURCE_QUIET_SECONDS", 30, "файл берётся, если столько секунд не менялся: до того его ещё пишут", int
)
SOURCE_URL = Setting(
    "SOURCE_URL", "", "база данных модуля, из которой `cli.py sync` читает реестры", str, holds_secret=True
)
SOURCE_TABLES = Setting(
    "SOURCE_TABLES", "source.toml", "файл о том, какая таблица или запрос базы модуля — какой реестр", str
)
JOURNAL_YEARS = Setting(
    "JOURNAL_YEARS", 0, "сколько лет хранятся записи журнала, старшие удаляет `cli.py retain`; 0 — бессрочно", _term
)
LEFT_YEARS = Setting(
    "LEFT_YEARS",
    0,
    "через сколько лет после увольнения `cli.py retain` обезличивает работника без учётной записи; 0 — никогда",
    _term,
)
SOURCE_DAYS = Setting(
    "SOURCE_DAYS", 0, "сколько дней лежат файлы в папках done и refused источника; 0 — бессрочно", _term
)
BACKUP_FOLDER = Setting("BACKUP_FOLDER", "backups", "куда `cli.py backup` кладёт копии, если файл не назван", str)
BACKUP_KEEP = Setting("BACKUP_KEEP", 30, "сколько последних копий хранится в этой папке", int)
BACKUP_KEY = Setting("BACKUP_KEY", "", "чем шифруются копии: открытый ключ age (age1…) или получатель ключа GPG", str)
BACKUP_IDENTITY = Setting(
    "BACKUP_IDENTITY", "", "файл закрытого ключа age для `restore`; ключ GPG берётся из связки", str
)

MODULE_URL = Setting(
    "MODULE_URL",
    "",
    "адрес модуля «Организация ДПО»: на него ведут экраны там, где нужно действие; если пусто, ссылок нет",
    _web_address,
)


def max_upload_bytes() -> int:
    """The largest request with files, in bytes."""
    return MAX_UPLOAD_FILES * MAX_UPLOAD_MB.value() << 20


def standby_urls() -> list[str]:
    """The addresses of the standbys; a comma within a password is written %2C."""
    return [one.strip() for one in DATABASE_READ_URL.value().split(",") if one.strip()]


SETTINGS: tuple[Setting, ...] = (
    DATABASE_URL,
    DATABASE_READ_URL,
    OWNER_DATABASE_URL,
    SECRET_KEY,
    JOURNAL_KEY,
    SECURE_COOKIES,
    TRUSTED_PROXIES,
    IDLE_MINUTES,
    CODE_ROLES,
    MAX_REQUEST_KB,
    MAX_UPLOAD_MB,
    ACCOUNT_QUOTA_MB,
    MIN_FREE_MB,
    DOWNLOADS_PER_MINUTE,
    MAX_ROWS,
    MAX_WORKBOOK_ROWS,
    YEAR_FIRST_MONTH,
    ASSESSMENT_YEARS,
    CYCLE_FIRST_YEAR,
    NEWCOMER_MONTHS,
    NO_SHOW_DAYS,
    SCORE_BOUND,
    SMALL_GROUP,
    PROVIDER_MONTHS,
    REGISTER_DAYS,
    EXPORTS_FOLDER,
    UPLOADS_FOLDER,
    PACKED_FOLDER,
    CACHE_DIR,
    CACHE_MB,
    MODULE_URL,
    JOBS_IN_WEB,
    LOG_FORMAT,
    METRICS_FOLDER,
    METRICS_TOKEN,
    SOURCE_FOLDER,
    SOURCE_PATTERNS,
    SOURCE_QUIET_SECONDS,
    SOURCE_URL,
    SOURCE_TABLES,
    JOURNAL_YEARS,
    LEFT_YEARS,
    SOURCE_DAYS,
    BACKUP_FOLDER,
    BACKUP_KEEP,
    BACKUP_KEY,
    BACKUP_IDENTITY,
)

# Earlier names of settings: the start fails on them, so that nobody runs with a default by mistake.
RENAMED = {"KEPT_FOLDER": "CACHE_DIR", "KEPT_MB": "CACHE_MB"}
# Settings that are no more, and what to do instead.
ENDED = {
    "TARGETS": "целевые значения Министерство устанавливает на экране «Целевые значения» (/targets), с номером и датой "
    "правового акта"
}


def refuse_old_names() -> None:
    """Raise ValueError, in Russian, where the environment names a setting that is renamed or no more."""
    for old, new in RENAMED.items():
        if old in os.environ:
            raise ValueError(f"Настройка {old} называется теперь {new}: переименуйте её и запустите снова.")
    for old, instead in ENDED.items():
        if old in os.environ:
            raise ValueError(f"Настройки {old} больше нет: {instead}. Удалите её и запустите снова.")
