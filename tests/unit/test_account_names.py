"""How an account is called, by one rule."""

import pytest

from model.account_names import account_title, short_name
from model.accounts import ROLE_LABELS, Role


@pytest.mark.parametrize(
    ("full_name", "short"),
    [
        ("Иванова Анна Петровна", "Иванова А. П."),
        ("Демо-Школьный Иван", "Демо-Школьный И."),
        ("Иванова", "Иванова"),
        ("Алиев Рашид Вагиф оглы", "Алиев Р. В. О."),
    ],
)
def test_a_name_is_shortened_to_the_surname_and_initials(full_name: str, short: str):
    assert short_name(full_name) == short


@pytest.mark.parametrize(
    ("full_name", "post", "title"),
    [
        ("Иванова Анна Петровна", "методист", "Иванова А. П., методист (ivanova)"),
        ("Иванова Анна Петровна", None, "Иванова А. П. (ivanova)"),
        (None, "методист", "ivanova"),
        (None, None, "ivanova"),
    ],
)
def test_an_account_is_its_person_with_the_login_or_the_login_alone(
    full_name: str | None, post: str | None, title: str
):
    assert account_title("ivanova", full_name, post) == title


def test_heads_and_their_deputies_have_one_role():
    assert ROLE_LABELS[Role.SCHOOL] == "руководитель образовательной организации, заместитель"
