"""Many accounts at once from a CSV file: all of them or, told line by line, none."""

import csv
import io
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from access import accounts, passwords
from access.grant_objects import object_named
from model.accounts import ROLE_LABELS, Role
from model.errors import ActionRejectedError, UserError
from model.names import fold

LOGIN, ROLE, OBJECT, PERSONAL, PASSWORD = "Логин", "Роль", "Объект", "Персональные данные", "Пароль"
HEADINGS = (LOGIN, ROLE, OBJECT, PERSONAL, PASSWORD)
MOST_LINES = 5_000
# Each password is hashed at a cost: more would keep a request for minutes, and everyone's sign-ins with it.
MOST_LINES_AT_ONCE = 50
_ENCODINGS = ("utf-8-sig", "cp1251")
_YES = {"да", "yes", "1"}


@dataclass(frozen=True)
class Opened:
    """An account that was made, and the password to be handed over; None where the file gave it."""

    login: str
    password: str | None


class AccountsFileRejectedError(UserError):
    """The file was not taken; `reasons` say for which lines and why, in Russian."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


def template() -> bytes:
    """An empty file with the headings, as spreadsheets open it."""
    return ("\ufeff" + ";".join(HEADINGS) + "\r\n").encode()


def open_accounts(session: Session, content: bytes, *, by: str, most: int = MOST_LINES) -> list[Opened]:
    """Make every account of the file or none; a second line for a login gives it one more role.

    Raises AccountsFileRejectedError with the reasons, line by line.
    """
    opened: list[Opened] = []
    reasons: list[str] = []
    for number, line in enumerate(_lines(content, most), start=2):
        try:
            opened += _open(session, line, {one.login for one in opened}, by=by)
        except ActionRejectedError as unacceptable:
            reasons.append(f"строка {number}: {unacceptable}")
    if not opened and not reasons:
        reasons.append("в файле нет ни одной строки под заголовками")
    if reasons:
        raise AccountsFileRejectedError(reasons)
    return opened


def _lines(content: bytes, most: int) -> list[Mapping[str, str]]:
    text = _text(content)
    first = text.split("\n", 1)[0]
    separator = max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    headings = [_heading(cell) for cell in next(reader, [])]
    missing = [name for name in (LOGIN, ROLE) if name not in headings]
    if missing:
        raise AccountsFileRejectedError([f"нет столбцов: {', '.join(missing)}; нужны {', '.join(HEADINGS)}"])
    lines = [[cell.strip() for cell in cells] for cells in reader if any(cell.strip() for cell in cells)]
    if len(lines) > most:
        raise AccountsFileRejectedError([f"в файле больше {most} строк: разделите его"])
    return [dict(zip(headings, cells, strict=False)) for cells in lines]


def _text(content: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AccountsFileRejectedError(["файл не прочитан: сохраните его как CSV (UTF-8)"])


def _heading(cell: str) -> str:
    return next((name for name in HEADINGS if fold(name) == fold(cell)), cell)


def _open(session: Session, line: Mapping[str, str], opened_here: set[str], *, by: str) -> list[Opened]:
    login, role = line[LOGIN], _role(line.get(ROLE, ""))
    target = object_named(session, role, line.get(OBJECT) or None)
    account = accounts.account_by_login(session, login) if login in opened_here else None
    made: list[Opened] = []
    if account is None:
        given = line.get(PASSWORD) or passwords.invented()
        account = accounts.create(session, login, given, is_given=True, by=by)
        made = [Opened(account.login, None if line.get(PASSWORD) else given)]
    personal = line.get(PERSONAL, "").casefold() in _YES
    accounts.grant(session, account, role, target, personal_data=personal, by=by)
    return made


def _role(said: str) -> Role:
    found = [role for role in Role if fold(said) in {role.value, fold(ROLE_LABELS[role])}]
    if not found:
        raise ActionRejectedError(f"роли «{said}» нет; есть {', '.join(Role)}")
    return found[0]


def passwords_file(opened: list[Opened]) -> bytes:
    """The invented passwords as a CSV file, to be given to their owners and then thrown away."""
    written = io.StringIO(newline="")
    table = csv.writer(written, delimiter=";")
    table.writerow([LOGIN, PASSWORD])
    table.writerows((one.login, one.password) for one in opened if one.password)
    return ("\ufeff" + written.getvalue()).encode()


def write_passwords(path: Path, opened: list[Opened]) -> None:
    """Write that file for its owner's eyes alone, even where others could read the one that was there."""
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(passwords_file(opened))
