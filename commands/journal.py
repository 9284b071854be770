"""Commands about the journal of actions."""

import click

from access.journal import has_seal, verify
from commands.current import CurrentCommand
from model.database import unscoped_session


@click.group()
def journal() -> None:
    """Журнал действий."""


@journal.command("verify", cls=CurrentCommand)
@click.option("--noted", help="НОМЕР:ОТМЕТКА, записанные при прошлой проверке вне базы")
def verify_journal(noted: str | None) -> None:
    """Проверить целостность журнала: записи не изменены, не удалены и не вставлены."""
    with unscoped_session() as session:
        verdict = verify(session)
        is_note_valid = not noted or has_seal(session, noted)
    if verdict.broken_at is not None:
        raise click.ClickException(
            f"целостность журнала нарушена: запись {verdict.broken_at} изменена, удалена или вставлена"
        )
    if not is_note_valid:
        raise click.ClickException("целостность журнала нарушена: записи с этим номером и отметкой больше нет")
    gone = f", из них удалено по сроку хранения {verdict.removed}" if verdict.removed else ""
    click.echo(f"Журнал цел: записей {verdict.lines}{gone}.")
    click.echo(f"Запишите вне базы: {verdict.lines}:{verdict.last_seal}")
