"""Dash callbacks; importing this package registers all of them."""

from callbacks import (
    account_admin,
    filters,
    progress,
    reference_operations,
    score_bounds,
    search,
    show_page,
    target_forms,
)

__all__ = [
    "account_admin",
    "filters",
    "progress",
    "reference_operations",
    "score_bounds",
    "search",
    "show_page",
    "target_forms",
]
