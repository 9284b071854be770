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

    def value(self) -> T:
        """The present value; raises ValueError, which names the setting, when the text is not valid."""
        text = os.environ.get(self.name, "").strip()
        if not text:
            return self.default
        try:
            return self.parse(text)
        except ValueError as error:
            raise ValueError(f"setting {self.name} does not accept {text!r}") from error


def _web_address(text: str) -> str:
    if not text.startswith(("https://", "http://")):
        raise ValueError(text)
    return text


def _is_yes(text: str) -> bool:
    if text.lower() not in {"0", "1", "no", "yes", "false", "true"}:
        raise ValueError(text)
    return text.lower() in {"1", "yes", "true"}


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


DATABASE_URL = Setting("DATABASE_URL", "sqlite:///var/monitoring.db", "where the data are: SQLite or PostgreSQL", str)
OWNER_DATABASE_URL = Setting(
    "OWNER_DATABASE_URL", "", "signs in as the owner of the tables, for `migrate` alone; DATABASE_URL when empty", str
)
SECRET_KEY = Setting("SECRET_KEY", "", "signs sessions; made and kept beside the database when empty", str)
JOURNAL_KEY = Setting(
    "JOURNAL_KEY", "", "seals the journal; made and kept beside the database when empty; never change it", str
)
SECURE_COOKIES = Setting("SECURE_COOKIES", False, "cookies only over HTTPS: yes behind a TLS proxy", _is_yes)
TRUSTED_PROXIES = Setting("TRUSTED_PROXIES", 0, "how many reverse proxies stand in front of the server", int)
IDLE_MINUTES = Setting("IDLE_MINUTES", 60, "a session ends after so many minutes without a request", int)
CODE_ROLES = Setting(
    "CODE_ROLES", "", "roles that also tell a one-time code at sign-in, by commas: admin,assessor", str
)
MAX_REQUEST_KB = Setting("MAX_REQUEST_KB", 1024, "the largest request that is read, in kilobytes; files apart", int)
MAX_UPLOAD_MB = Setting("MAX_UPLOAD_MB", 100, "the largest file of a register that is read, in megabytes", int)
# An upload has at most one file of each register; deploy/Caddyfile, max_size, allows as much.
MAX_UPLOAD_FILES = 5
ACCOUNT_QUOTA_MB = Setting(
    "ACCOUNT_QUOTA_MB", 1_000, "how many megabytes of uploads and exports one account may have kept for it", int
)
MIN_FREE_MB = Setting(
    "MIN_FREE_MB", 500, "no file is stored where less than so many megabytes of the disk would stay free", int
)
DOWNLOADS_PER_MINUTE = Setting("DOWNLOADS_PER_MINUTE", 60, "how many files one account may take within a minute", int)
MAX_ROWS = Setting("MAX_ROWS", 200_000, "the most rows of a register that one file may hold", int)
YEAR_FIRST_MONTH = Setting("YEAR_FIRST_MONTH", 1, "the month in which the reporting year begins: 9 for academic", int)
ASSESSMENT_YEARS = Setting("ASSESSMENT_YEARS", 3, "for how many years an assessment counts (п. 2.4)", int)
NEWCOMER_MONTHS = Setting(
    "NEWCOMER_MONTHS", 0, "for how many months after hiring nobody is due for assessment (п. 3.3.3)", int
)
SCORE_BOUND = Setting(
    "SCORE_BOUND",
    60,
    "scores below so many percent are deficits, in procedures whose bound the assessor has not set; not a norm",
    int,
)
SMALL_GROUP = Setting(
    "SMALL_GROUP", 5, "scores of fewer people are summed up for the head of their own organization alone", int
)
PROVIDER_MONTHS = Setting(
    "PROVIDER_MONTHS", 12, "for so many months after the end of training its provider sees whom it taught", int
)
REGISTER_DAYS = Setting(
    "REGISTER_DAYS",
    Rhythm(31),
    "a file of a register is expected every so many days; some apart by name: 31,appendix2=92",
    _rhythm,
)

EXPORTS_FOLDER = Setting("EXPORTS_FOLDER", "var/exports", "where long exports lie for a day; one for all workers", str)

UPLOADS_FOLDER = Setting(
    "UPLOADS_FOLDER", "var/uploads", "where uploaded files lie until they are accepted; one for all workers", str
)

PACKED_FOLDER = Setting("PACKED_FOLDER", "var/packed", "where `cli.py pack` puts packed scripts and styles", str)

CACHE_DIR = Setting(
    "CACHE_DIR", "var/kept", "where finished screens lie until the data change; one for all workers", str
)
CACHE_MB = Setting("CACHE_MB", 200, "how many megabytes of finished screens are kept; 0: none", int)

MODULE_URL = Setting(
    "MODULE_URL",
    "",
    "the address of the module «Организация ДПО», to which screens lead where an action is asked for; none when empty",
    _web_address,
)


def max_upload_bytes() -> int:
    """The largest request with files, in bytes."""
    return MAX_UPLOAD_FILES * MAX_UPLOAD_MB.value() << 20


SETTINGS: tuple[Setting, ...] = (
    DATABASE_URL,
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
    YEAR_FIRST_MONTH,
    ASSESSMENT_YEARS,
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
