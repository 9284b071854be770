"""Many accounts at once from a CSV file: all of them, or none with a reason for each bad line."""

import csv
import io
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from access import accounts, passwords
from access.grant_objects import find_object
from model.accounts import ROLE_LABELS, Account, Role
from model.errors import ActionRejectedError, UserError
from model.names import fold

LOGIN, FULL_NAME, POST, ROLE = "Логин", "ФИО", "Должность", "Роль"
OBJECT, PERSONAL, PASSWORD = "Объект", "Персональные данные", "Пароль"
HEADINGS = (LOGIN, FULL_NAME, POST, ROLE, OBJECT, PERSONAL, PASSWORD)
MOST_LINES = 5_000
# Each password is hashed at a cost: more would keep a request for minutes, and everyone's sign-ins with it.
MOST_LINES_AT_ONCE = 50
_ENCODINGS = ("utf-8-sig", "cp1251")
_YES = {"да", "yes", "1"}
# Files written before the labels changed.
_EARLIER_LABELS = {Role.SCHOOL: "руководитель образовательной организации"}


@dataclass(frozen=True)
class NewAccount:
    """A new account and its generated password; None when the file gave the password."""

    login: str
    password: str | None


class AccountsFileRejectedError(UserError):
    """The file was rejected; `reasons` name the lines and say why, in Russian."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


def template() -> bytes:
    """A CSV file with the headings alone, in UTF-8 with a byte order mark."""
    return ("\ufeff" + ";".join(HEADINGS) + "\r\n").encode()


def open_accounts(session: Session, content: bytes, *, by: str, most: int = MOST_LINES) -> list[NewAccount]:
    """Create every account of the file or none; a further line for a login gives it one more role.

    Raises AccountsFileRejectedError with the reasons, line by line.
    """
    opened: list[NewAccount] = []
    reasons: list[str] = []
    for number, line in enumerate(_lines(content, most), start=2):
        try:
            opened += _open(session, line, {account.login for account in opened}, by=by)
        except ActionRejectedError as error:
            reasons.append(f"строка {number}: {error}")
    if not opened and not reasons:
        reasons.append("в файле нет ни одной строки под заголовками")
    if reasons:
        raise AccountsFileRejectedError(reasons)
    return opened


def _lines(content: bytes, most: int) -> list[Mapping[str, str]]:
    text = _text(content)
    heading_line = text.split("\n", 1)[0]
    separator = max(";,\t", key=heading_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    headings = [_heading(cell) for cell in next(reader, [])]
    missing = [name for name in (LOGIN, ROLE) if name not in headings]
    if missing:
        raise AccountsFileRejectedError([f"нет столбцов: {', '.join(missing)}; бывают {', '.join(HEADINGS)}"])
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


def _open(session: Session, line: Mapping[str, str], file_logins: set[str], *, by: str) -> list[NewAccount]:
    login, role = line[LOGIN], _role(line.get(ROLE, ""))
    target = find_object(session, role, line.get(OBJECT) or None)
    account = accounts.account_by_login(session, login) if login in file_logins else None
    new_accounts: list[NewAccount] = []
    if account is None:
        password = line.get(PASSWORD) or passwords.new_password()
        account = accounts.create(session, login, password, is_given=True, by=by)
        accounts.set_name(session, account, line.get(FULL_NAME), line.get(POST), by=by)
        new_accounts = [NewAccount(account.login, None if line.get(PASSWORD) else password)]
    else:
        _require_same_person(account, line)
    personal = line.get(PERSONAL, "").casefold() in _YES
    accounts.grant(session, account, role, target, personal_data=personal, by=by)
    return new_accounts


def _require_same_person(account: Account, line: Mapping[str, str]) -> None:
    """A further line gives a role and changes no name: another name is another person."""
    for heading, held in ((FULL_NAME, account.full_name), (POST, account.post)):
        if line.get(heading) and fold(line[heading]) != fold(held or ""):
            raise ActionRejectedError(f"«{heading}» не та, что в строке выше для логина «{account.login}»")


def _role(name: str) -> Role:
    role = next((role for role in Role if fold(name) in _names_of(role)), None)
    if role is None:
        raise ActionRejectedError(f"роли «{name}» нет; есть {', '.join(Role)}")
    return role


def _names_of(role: Role) -> set[str]:
    return {role.value, fold(ROLE_LABELS[role]), fold(_EARLIER_LABELS.get(role, role.value))}


def passwords_file(opened: list[NewAccount]) -> bytes:
    """The generated passwords as a CSV file."""
    text = io.StringIO(newline="")
    table = csv.writer(text, delimiter=";")
    table.writerow([LOGIN, PASSWORD])
    table.writerows((account.login, account.password) for account in opened if account.password)
    return ("\ufeff" + text.getvalue()).encode()


def write_passwords(path: Path, opened: list[NewAccount]) -> None:
    """Write that file readable to its owner alone, even where an earlier file was readable to others."""
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(passwords_file(opened))
