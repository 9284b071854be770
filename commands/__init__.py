"""Commands of the administrator: the journal, checks, backups, sources, jobs beside the web server."""

from collections.abc import Sequence

import click

from commands.checks import doctor, list_settings
from commands.journal import journal
from commands.sync import sync_sources

ADMINISTRATION: Sequence[click.Command] = (journal, list_settings, doctor, sync_sources)
