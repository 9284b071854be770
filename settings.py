"""Every setting as a record: name, default, meaning; the only reader of the environment."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Setting(Generic[T]):
    """One thing an installation may choose; `value()` reads the environment anew at each call."""

    name: str
    default: T
    meaning: str
    parse: Callable[[str], T]

    def value(self) -> T:
        """The value in force; ValueError names the setting when the text does not fit it."""
        text = os.environ.get(self.name, "").strip()
        if not text:
            return self.default
        try:
            return self.parse(text)
        except ValueError as error:
            raise ValueError(f"setting {self.name} does not accept {text!r}") from error


def _is_yes(text: str) -> bool:
    if text.lower() not in {"0", "1", "no", "yes", "false", "true"}:
        raise ValueError(text)
    return text.lower() in {"1", "yes", "true"}


DATABASE_URL = Setting("DATABASE_URL", "sqlite:///var/monitoring.db", "where the data are: SQLite or PostgreSQL", str)
OWNER_DATABASE_URL = Setting(
    "OWNER_DATABASE_URL", "", "signs in as the owner of the tables, for `migrate` alone; DATABASE_URL when empty", str
)
SECRET_KEY = Setting("SECRET_KEY", "", "signs sessions; made and kept beside the database when empty", str)
SECURE_COOKIES = Setting("SECURE_COOKIES", False, "cookies only over HTTPS: yes behind a TLS proxy", _is_yes)
TRUSTED_PROXIES = Setting("TRUSTED_PROXIES", 0, "how many reverse proxies stand in front of the server", int)
IDLE_MINUTES = Setting("IDLE_MINUTES", 60, "a session ends after so many minutes without a request", int)
CODE_ROLES = Setting(
    "CODE_ROLES", "", "roles that also tell a one-time code at sign-in, by commas: admin,assessor", str
)
MAX_REQUEST_KB = Setting("MAX_REQUEST_KB", 1024, "the largest request that is read, in kilobytes; files apart", int)
MAX_UPLOAD_MB = Setting("MAX_UPLOAD_MB", 100, "the largest file of a register that is read, in megabytes", int)
MAX_ROWS = Setting("MAX_ROWS", 200_000, "the most rows of a register that one file may hold", int)
YEAR_FIRST_MONTH = Setting("YEAR_FIRST_MONTH", 1, "the month in which the reporting year begins: 9 for academic", int)
ASSESSMENT_YEARS = Setting("ASSESSMENT_YEARS", 3, "for how many years an assessment counts (п. 2.4)", int)
SCORE_BOUND = Setting(
    "SCORE_BOUND", 60, "scores below so many percent are told apart on the screens of competences; not a norm", int
)
SMALL_GROUP = Setting(
    "SMALL_GROUP", 5, "scores of fewer people are summed up for the head of their own organization alone", int
)

EXPORTS_FOLDER = Setting("EXPORTS_FOLDER", "var/exports", "where long exports lie for a day; one for all workers", str)

UPLOADS_FOLDER = Setting(
    "UPLOADS_FOLDER", "var/uploads", "where uploaded files lie until they are accepted; one for all workers", str
)

PACKED_FOLDER = Setting(
    "PACKED_FOLDER", "var/packed", "where scripts and styles lie packed; made anew when absent", str
)

SETTINGS: tuple[Setting, ...] = (
    DATABASE_URL,
    OWNER_DATABASE_URL,
    SECRET_KEY,
    SECURE_COOKIES,
    TRUSTED_PROXIES,
    IDLE_MINUTES,
    CODE_ROLES,
    MAX_REQUEST_KB,
    MAX_UPLOAD_MB,
    MAX_ROWS,
    YEAR_FIRST_MONTH,
    ASSESSMENT_YEARS,
    SCORE_BOUND,
    SMALL_GROUP,
    EXPORTS_FOLDER,
    UPLOADS_FOLDER,
    PACKED_FOLDER,
)
