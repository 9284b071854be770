"""The command that removes what is older than its term."""

import click

from commands.current import CurrentCommand
from jobs.storage import sweep
from upkeep.retention import RetentionError, retain


@click.command("retain", cls=CurrentCommand)
@click.option("--check", is_flag=True, help="только сказать, чему вышел срок; ничего не удалять")
def retain_data(check: bool) -> None:
    """Удалить то, чему вышел срок хранения: JOURNAL_YEARS, LEFT_YEARS, SOURCE_DAYS; отменить это нельзя."""
    try:
        sentences = retain(only_check=check)
    except (RetentionError, OSError) as error:
        raise click.ClickException(str(error)) from None
    if not check:
        # Exports and uploads hold the same data; they lie for a day, and where no worker runs nobody takes them away.
        sweep()
    for sentence in sentences:
        click.echo(sentence)
