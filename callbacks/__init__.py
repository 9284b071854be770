"""What responds: importing this package registers every callback; nothing else."""

from callbacks import account_admin, chart_clicks, filters, progress, reference_operations, search, show_page

__all__ = ["account_admin", "chart_clicks", "filters", "progress", "reference_operations", "search", "show_page"]
