"""What an upgrade of the tables would do, before it is done."""

import sys

import click

from upkeep.upgrade import next_upgrade


def tell_next_upgrade() -> None:
    """Print it; exit with code 1 where the servers have to be stopped."""
    upgrade = next_upgrade()
    for sentence in upgrade.sentences:
        click.echo(sentence)
    if not upgrade.may_run:
        sys.exit(1)
