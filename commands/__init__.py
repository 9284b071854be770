"""Commands of the administrator: the journal, checks, backups, retention, sources, jobs beside the web server."""

from collections.abc import Sequence

import click

from commands.checks import doctor, list_settings
from commands.copies import back_up_database, copy_to, restore_database
from commands.journal import journal
from commands.retain import retain_data
from commands.sync import sync_sources
from commands.work import run_jobs

ADMINISTRATION: Sequence[click.Command] = (
    journal,
    list_settings,
    doctor,
    sync_sources,
    back_up_database,
    restore_database,
    copy_to,
    run_jobs,
    retain_data,
)
