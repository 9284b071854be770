"""Commands that copy the database: backups, restoring, moving to another one."""

from pathlib import Path

import click

import settings
from commands.current import CurrentCommand
from upkeep.backups import back_up
from upkeep.inventory import CopyError, Inventory
from upkeep.moving import copy_database
from upkeep.restoring import restore

_FILE = click.Path(path_type=Path)


def _tell(held: Inventory) -> None:
    click.echo(f"Строк: {held.rows}, версия таблиц {held.revision}. Журнал: {held.journal}")


@click.command("backup", cls=CurrentCommand)
@click.argument("file", type=_FILE, required=False)
def back_up_database(file: Path | None) -> None:
    """Сделать копию базы в FILE или в папку, проверить её восстановлением, зашифровать ключом BACKUP_KEY."""
    try:
        copy, held = back_up(file or Path(settings.BACKUP_FOLDER.value()))
    except (CopyError, OSError) as error:
        raise click.ClickException(f"копия не сделана: {error}") from None
    click.echo(f"Копия: {copy}")
    _tell(held)


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="заменить данные, которые есть в базе сейчас")
def restore_database(file: Path, replace: bool) -> None:
    """Восстановить базу из копии FILE; сначала копия проверяется. Сервер должен быть остановлен."""
    try:
        held = restore(file, replace=replace)
    except (CopyError, OSError) as error:
        raise click.ClickException(f"ничего не восстановлено: {error}") from None
    click.echo("База данных восстановлена. Если программа новее копии, выполните migrate.")
    _tell(held)


@click.command("copy-to", cls=CurrentCommand)
@click.argument("address")
def copy_to(address: str) -> None:
    """Перенести все данные в пустую базу PostgreSQL по адресу ADDRESS и сверить их."""
    try:
        held = copy_database(address)
    except CopyError as error:
        raise click.ClickException(f"ничего не перенесено: {error}") from None
    click.echo("Данные перенесены. Задайте новый DATABASE_URL и прежний JOURNAL_KEY (файл journal_key рядом с базой).")
    _tell(held)
