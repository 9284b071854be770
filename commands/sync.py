"""The command that takes registers from their sources."""

import sys

import click

import settings
from commands.current import CurrentCommand
from model.errors import UserError
from upkeep.sync import SyncOptions, sync


@click.command("sync", cls=CurrentCommand)
@click.option("--check", is_flag=True, help="только проверить, ничего не записывать и не перемещать")
@click.option("--whole", is_flag=True, help="не принимать ничего из файла, в котором есть отклонённые строки")
@click.option("--new-organizations", is_flag=True, help="подтвердить, что новые организации действительно новые")
@click.option("--again", is_flag=True, help="прочитать базу модуля целиком, а не только изменённое")
def sync_sources(check: bool, whole: bool, new_organizations: bool, again: bool) -> None:
    """Принять реестры из папки SOURCE_FOLDER и из базы модуля SOURCE_URL; код 1, если принято не всё."""
    if not settings.SOURCE_FOLDER.value() and not settings.SOURCE_URL.value():
        raise click.ClickException("задайте SOURCE_FOLDER или SOURCE_URL (docs/operating.md)")
    is_ok = True
    try:
        for outcome in sync(SyncOptions(check, whole, new_organizations, again)):
            click.echo(str(outcome), err=not outcome.is_ok)
            is_ok = is_ok and outcome.is_ok
    except UserError as error:
        raise click.ClickException(str(error)) from None
    if not is_ok:
        sys.exit(1)
