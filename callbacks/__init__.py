"""What responds: importing this package registers every callback; nothing else."""

from callbacks import account_admin, chart_clicks, filters, progress, reference_operations, search, show_page
from web import documents

__all__ = ["downloading", "filtering", "managing", "opening", "progress", "reforming", "searching", "showing"]
