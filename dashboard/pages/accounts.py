"""Accounts and what they were granted, for the administrator."""

from dashboard import words
from dashboard.components.page import page, section
from dashboard.pages import sections
from dashboard.pages.route import plain_table
from dashboard.visit import Screen, Visit
from queries.accounts import accounts


def layout(visit: Visit) -> Screen:
    """Every account with its grants."""
    rows = [
        (one.login, "; ".join(one.grants) or None, words.moment(one.created_at), "" if one.is_active else "отключена")
        for one in accounts(visit.reading)
    ]
    table = plain_table("Учётные записи", ["Логин", "Роли", "Заведена", "Состояние"], rows, "Учётных записей нет.")
    note = "Завести учётную запись: python cli.py account add"
    return Screen(
        "Учётные записи",
        page("Учётные записи", section("Все", table, note=note), lead=sections.short_trail("Учётные записи")),
    )
