"""Commands that need the tables of this version say so before they begin."""

from typing import Any

import click

from timeline.current import NotMigratedError, require_current_tables

# These create the tables, or do not use them.
_WITHOUT_TABLES = {"migrate", "demo", "pack"}


class CurrentCommand(click.Command):
    """A command that checks for current tables first, unless it creates them or does not use them."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        if self.name not in _WITHOUT_TABLES:
            try:
                require_current_tables()
            except NotMigratedError as error:
                raise click.ClickException(str(error)) from None
        return super().invoke(ctx)
