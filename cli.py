"""The command line: migrate, pack, import, reference, summary, account, journal, demo."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import reduce
from pathlib import Path
from typing import Any

import click

import settings
from access import accounts, accounts_file, grant_objects
from access.reading import OPERATOR, Reading
from access.scope import GrantValue, Viewer
from commands import ADMINISTRATION
from commands.current import CurrentCommand
from commands.upgrade import tell_next_upgrade
from demo import SCALES, loading
from demo import accounts as demo_accounts
from demo.progress_bars import load_with_progress
from exports.summary import SUMMARY_WRITERS, summary_rows
from ingest import imports, undo
from ingest.files.import_options import ImportOptions
from ingest.files.refusals import write_refused
from ingest.files.unreadable import UnreadableFileError
from ingest.imports import ImportRejectedError, NewOrganizationsError, Upload
from ingest.planning import plan_text
from ingest.planning.plan import Plan
from ingest.reference import operation_forms, operations
from ingest.registers import REGISTERS
from ingest.writing.derivation import derive_outdated
from model import dates, migrations
from model.accounts import Role
from model.database import read_session, unscoped_session, write_session
from model.errors import ActionRejectedError
from model.places import REGION, Level
from model.wording import register_title
from queries import counts, quality_sums
from queries.accounts import accounts as account_records
from queries.places import organizations
from queries.records import PlaceCounts
from web import packing

_DAY = click.DateTime(["%Y-%m-%d"])
_ADMINISTRATOR = Viewer(OPERATOR.login, (GrantValue(Role.ADMIN),))


class _Group(click.Group):
    command_class = CurrentCommand
    group_class = type


@click.group(cls=_Group)
def cli() -> None:
    """Мониторинг ИОМ: данные, учётные записи, сводка."""
    try:
        settings.refuse_old_names()
    except ValueError as error:
        raise click.ClickException(str(error)) from None


@cli.command()
@click.option(
    "--check", "only_check", is_flag=True, help="сказать, можно ли не останавливать сервер; код 1, если нельзя"
)
def migrate(only_check: bool) -> None:
    """Создать или обновить таблицы и справочник муниципальных образований."""
    if only_check:
        tell_next_upgrade()
        return
    _bring_up_to_date()
    click.echo("База данных готова.")


@cli.command()
def pack() -> None:
    """Сжать скрипты и стили: сервер отдаёт готовые файлы; повторять после обновления."""
    files, new = packing.pack()
    click.echo(f"Сжато файлов: {files}, из них заново: {new}.")


def _bring_up_to_date() -> None:
    migrations.migrate()
    derive_outdated(quality_sums.rewriting(dates.today()))


@cli.command("import")
@click.argument("register", type=click.Choice(list(REGISTERS)))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="только проверить, ничего не записывать")
@click.option("--take-good", is_flag=True, help="загрузить корректные строки, отклонённые вернуть файлом")
@click.option("--new-organizations", is_flag=True, help="подтвердить, что новые организации файла действительно новые")
@click.option("--refused-to", type=click.Path(dir_okay=False, path_type=Path), help="куда записать отклонённые строки")
def import_register(
    register: str, file: Path, only_check: bool, take_good: bool, new_organizations: bool, refused_to: Path | None
) -> None:
    """Принять файл реестра REGISTER целиком или, с --take-good, его корректные строки."""
    if take_good and refused_to is None:
        raise click.UsageError("--take-good требует --refused-to: отклонённые строки возвращаются файлом")
    upload, terms = Upload(file, file.name), ImportOptions(new_organizations=new_organizations)
    try:
        plan = _checked(register, upload) if only_check else _accepted(register, upload, terms, take_good=take_good)
    except UnreadableFileError as unreadable:
        raise click.ClickException(f"{file.name}: {unreadable}") from None
    except ImportRejectedError as not_whole:
        _tell(not_whole.plan)
        raise click.ClickException("ничего не записано: исправьте строки или добавьте --take-good") from None
    except NewOrganizationsError as unconfirmed:
        _tell(unconfirmed.plan)
        raise click.ClickException(f"ничего не записано: {plan_text.UNCONFIRMED}") from None
    _tell(plan)
    if plan.refused and refused_to:
        write_refused(refused_to, plan.file, plan.refusals, suffix=refused_to.suffix)
        click.echo(f"Отклонённые строки: {refused_to}")
    is_held = not new_organizations and any(one.needs_consent for one in plan.new_names)
    if only_check and is_held:
        click.echo(f"Файл не будет принят: {plan_text.UNCONFIRMED}", err=True)
    if only_check and (plan.refused or is_held):
        sys.exit(1)


def _checked(register: str, upload: Upload) -> Plan:
    with unscoped_session() as session:
        return imports.check(session, register, upload)


def _accepted(register: str, upload: Upload, terms: ImportOptions, *, take_good: bool) -> Plan:
    rewrite = quality_sums.rewriting(dates.today())
    # Read before the lock is taken: on SQLite nobody signs in while it is held.
    with unscoped_session() as session:
        prepared = imports.prepare(session, register, upload, take_good=take_good, terms=terms)
    with write_session() as session:
        plan, _ = imports.accept(
            session,
            register,
            upload,
            by=OPERATOR.login,
            take_good=take_good,
            rewrite=rewrite,
            figures=counts.figures_on(dates.today()),
            terms=terms,
            prepared=prepared,
        )
        return plan


def _tell(plan: Plan) -> None:
    """What the file did or would do, what is to be looked at, and the first refusals: all that the screen tells."""
    for line in plan_text.plan_lines(plan):
        click.echo(line)
    for line in plan_text.refusals(plan):
        click.echo(line, err=True)


@cli.command("undo-import")
def undo_import() -> None:
    """Отменить последнюю загрузку: вернуть всё, что она изменила."""
    try:
        with write_session() as session:
            last = undo.last_import(session)
            rewrite = quality_sums.rewriting(dates.today())
            run = undo.undo(session, last.id if last else 0, by=OPERATOR.login, rewrite=rewrite)
    except undo.CannotUndoError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"Загрузка {run.id} отменена: {register_title(run.register)}, {run.file_name}.")


@cli.command()
@click.argument("operation", type=click.Choice(list(operation_forms.OPERATIONS)))
@click.argument("first")
@click.argument("second", default="")
@click.option("--on", type=_DAY, help="день, с которого действует изменение; для дублей не нужен")
@click.option("--people", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="для split: кто переходит")
@click.option("--end-spells", is_flag=True, help="для close: завершить места работы остальных этим днём")
@click.option("--check", is_flag=True, help="только показать, что изменится")
def reference(
    operation: str,
    first: str,
    second: str,
    on: datetime | None,
    people: Path | None,
    end_spells: bool,
    check: bool,
) -> None:
    """Справочники: организация FIRST переименована, вошла в SECOND, …; дубль FIRST присоединяется к записи SECOND."""
    try:
        persons = operation_forms.people_listed(people) if people else ()
    except UnreadableFileError as error:
        raise click.ClickException(f"{people}: {error}") from None
    form = operation_forms.OperationForm(operation, first, second, on.date() if on else None, persons, end_spells)
    rewrite, figures = quality_sums.rewriting(dates.today()), counts.figures_on(dates.today())
    with _account_session() as session:
        change = operation_forms.operation_of(session, form)
        preview = change.preview(session)
        if not check:
            operations.perform(session, change, by=OPERATOR.login, rewrite=rewrite, figures=figures)
    click.echo(preview.title)
    for line in (*(f"{label}: {number}" for label, number in preview.numbers.items()), *preview.notes):
        click.echo(f"  {line}")


@cli.command()
@click.option("--level", type=click.Choice([level.value for level in Level]), required=True)
@click.option("--on", type=_DAY, help="отчётная дата, по умолчанию сегодня")
@click.option("--format", "form", type=click.Choice(["csv", "json"]), default="csv", show_default=True)
def summary(level: str, on: datetime | None, form: str) -> None:
    """Показатели области, муниципальных образований или организаций на отчётную дату."""
    day = on.date() if on else dates.today()
    with read_session() as session:
        rows = summary_rows(_counts(Reading(session, OPERATOR, day), Level(level)))
    click.echo(SUMMARY_WRITERS[form](rows), nl=form == "json")


def _counts(reading: Reading, level: Level) -> Iterator[PlaceCounts]:
    if level is Level.REGION:
        yield counts.counts_of(reading, REGION)
    elif level is Level.MUNICIPALITY:
        yield from counts.counts_by_place(reading, REGION).parts
    else:
        yield from counts.counts_by_organization(reading, REGION, organizations(reading))


@cli.group()
def account() -> None:
    """Учётные записи."""


_WITH_ROLE = (
    click.option("--role", type=click.Choice([role.value for role in Role]), required=True),
    click.option("--object", "named", help="область доступа: название или номер"),
    click.option("--personal-data", is_flag=True, help="для министерства: доступ к персональным данным"),
)
_WITH_NAME = (
    click.option("--full-name", help="ФИО того, кому выдана учётная запись"),
    click.option("--post", help="должность"),
)
_WITH_PASSWORD = (
    click.option("--password-stdin", is_flag=True, required=True, help="пароль читается из стандартного ввода"),
    click.option("--is-given", is_flag=True, help="пароль выдан: при первом входе его сменят"),
)


def _with(options: tuple[Callable[[Any], Any], ...]) -> Callable[[Any], Any]:
    return lambda command: reduce(lambda decorated, option: option(decorated), reversed(options), command)


@contextmanager
def _account_session() -> Iterator[Any]:
    """A write session; an ActionRejectedError becomes an error of the command."""
    try:
        with write_session() as session:
            yield session
    except ActionRejectedError as error:
        raise click.ClickException(str(error)) from None


@account.command("add")
@click.argument("login")
@_with(_WITH_ROLE)
@_with(_WITH_NAME)
@_with(_WITH_PASSWORD)
def add_account(
    login: str, role: str, named: str | None, personal_data: bool, password_stdin: bool, is_given: bool, **name: Any
) -> None:
    """Создать учётную запись LOGIN с ролью."""
    password = sys.stdin.readline().rstrip("\r\n")
    with _account_session() as session:
        target = grant_objects.find_object(session, Role(role), named)
        new_account = accounts.create(session, login, password, is_given=is_given, by=OPERATOR.login)
        accounts.set_name(session, new_account, **name, by=OPERATOR.login)
        accounts.grant(session, new_account, Role(role), target, personal_data=personal_data, by=OPERATOR.login)
    click.echo(f"Учётная запись «{login}» создана: {role}.")


@account.command("add-many")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--passwords-to", type=click.Path(dir_okay=False, path_type=Path), required=True)
def add_accounts(file: Path, passwords_to: Path) -> None:
    """Создать учётные записи из CSV FILE: все или ни одной; созданные системой пароли записать в файл."""
    try:
        with write_session() as session:
            new_accounts = accounts_file.open_accounts(session, file.read_bytes(), by=OPERATOR.login)
            accounts_file.write_passwords(passwords_to, new_accounts)
    except accounts_file.AccountsFileRejectedError as error:
        raise click.ClickException("ни одна учётная запись не создана\n" + "\n".join(error.reasons)) from None
    click.echo(f"Создано учётных записей: {len(new_accounts)}. Временные пароли: {passwords_to}")


@account.command("list")
def list_accounts() -> None:
    """Показать учётные записи и номера их ролей."""
    with read_session() as session:
        for record in account_records(Reading(session, _ADMINISTRATOR, dates.today())):
            state = "" if record.is_active else " (отключена)"
            click.echo(f"{': '.join(filter(None, (record.login, record.name)))}{state}")
            for grant in record.grants:
                click.echo(f"  {grant.id}: {grant.label}")


@account.command("name")
@click.argument("login")
@_with(_WITH_NAME)
def name_account(login: str, full_name: str | None, post: str | None) -> None:
    """Указать ФИО и должность LOGIN; чего нет в команде, остаётся, пустая строка убирает."""
    with _account_session() as session:
        accounts.set_name(session, accounts.require_account(session, login), full_name, post, by=OPERATOR.login)


@account.command("grant")
@click.argument("login")
@_with(_WITH_ROLE)
def grant_role(login: str, role: str, named: str | None, personal_data: bool) -> None:
    """Назначить учётной записи LOGIN ещё одну роль."""
    with _account_session() as session:
        target = grant_objects.find_object(session, Role(role), named)
        holder = accounts.require_account(session, login)
        accounts.grant(session, holder, Role(role), target, personal_data=personal_data, by=OPERATOR.login)


@account.command("revoke")
@click.argument("login")
@click.argument("grant_id", type=int)
def revoke_role(login: str, grant_id: int) -> None:
    """Отозвать у LOGIN роль с номером из `account list`; её сеансы закончатся."""
    with _account_session() as session:
        accounts.revoke(session, accounts.require_account(session, login), grant_id, by=OPERATOR.login)


@account.command("password")
@click.argument("login")
@_with(_WITH_PASSWORD)
def set_password(login: str, password_stdin: bool, is_given: bool) -> None:
    """Сменить пароль LOGIN; все её сеансы закончатся."""
    password = sys.stdin.readline().rstrip("\r\n")
    with _account_session() as session:
        holder = accounts.require_account(session, login)
        accounts.set_password(session, holder, password, is_given=is_given, by=OPERATOR.login)


@account.command("switch")
@click.argument("login")
@click.argument("state", type=click.Choice(["on", "off"]))
def switch_account(login: str, state: str) -> None:
    """Включить (on) или отключить (off) учётную запись LOGIN; её сеансы закончатся."""
    with _account_session() as session:
        accounts.switch(session, accounts.require_account(session, login), is_active=state == "on", by=OPERATOR.login)


@account.command("forget-codes")
@click.argument("login")
def forget_codes(login: str) -> None:
    """Сбросить одноразовые коды LOGIN: телефон потерян или заменён."""
    with _account_session() as session:
        accounts.set_codes(session, accounts.require_account(session, login), None, by=OPERATOR.login)


for _command in ADMINISTRATION:
    cli.add_command(_command)


@cli.command()
@click.option("--scale", type=click.Choice(list(SCALES)), default="small", show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
def demo(scale: str, seed: int) -> None:
    """Создать вымышленную область и по одной учётной записи на роль."""
    _bring_up_to_date()
    if loading.is_empty():
        load_with_progress(scale, seed, dates.today(), rewrite=quality_sums.rewriting(dates.today()))
    with write_session() as session:
        opened = demo_accounts.open_accounts(session)
    click.echo(f"\nУчётные записи, пароль у всех: {demo_accounts.PASSWORD}")
    for demo_account in opened:
        click.echo(f"  {demo_account.login:<14}{demo_account.sees}")


if __name__ == "__main__":
    cli()
