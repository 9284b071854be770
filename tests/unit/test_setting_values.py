"""Settings as an administrator reads them: no secret is printed, each unsafe one has a sentence."""

import pytest
from click.testing import CliRunner

import settings
from cli import cli
from upkeep.findings import Grade
from upkeep.setting_values import unsafe_settings

SAFE = {
    "JOURNAL_KEY": "j" * 40,
    "SECRET_KEY": "s" * 40,
    "SECURE_COOKIES": "yes",
    "TRUSTED_PROXIES": "1",
    "CODE_ROLES": "admin",
    "BACKUP_KEY": "age1example",
}


@pytest.fixture(autouse=True)
def safe(monkeypatch: pytest.MonkeyPatch) -> None:
    for setting in settings.SETTINGS:
        monkeypatch.delenv(setting.name, raising=False)
    for name, value in SAFE.items():
        monkeypatch.setenv(name, value)


def test_a_safe_installation_is_told_nothing():
    assert unsafe_settings() == []


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SECURE_COOKIES", "no", "TLS"),
        ("TRUSTED_PROXIES", "0", "адрес прокси"),
        ("JOURNAL_KEY", "", "подделает журнал"),
        ("JOURNAL_KEY", "коротко", "короче 32"),
        ("JOURNAL_KEY", "s" * 40, "задайте разные"),
        ("METRICS_TOKEN", "1234", "короче 32"),
        ("IDLE_MINUTES", "1000", "рабочего дня"),
        ("CODE_ROLES", "admin,boss", "нет такой роли: boss"),
        ("CODE_ROLES", "assessor", "добавьте admin"),
        ("SMALL_GROUP", "1", "результат одного человека"),
        ("ACCOUNT_QUOTA_MB", "10", "никогда не будет принят"),
        ("BACKUP_KEY", "", "не шифруются"),
        ("BACKUP_KEEP", "0", "меньше 1"),
        ("DATABASE_URL", "postgresql+psycopg://app@db.example/iom", "sslmode"),
        ("DATABASE_URL", "нечто", "не разобран"),
        ("DATABASE_READ_URL", "postgresql+psycopg://app@127.0.0.1/iom", "реплики бывают только у PostgreSQL"),
        ("DATABASE_READ_URL", "нечто", "не разобран"),
        ("DATABASE_READ_URL", "postgresql://app@127.0.0.1/iom", "не разобран"),
        ("MAX_ROWS", "много", "не принимает 'много'"),
        ("LOG_FORMAT", "xml", "не принимает 'xml'"),
        ("LEFT_YEARS", "-5", "не принимает '-5'"),
        ("JOURNAL_YEARS", "пять", "не принимает 'пять'"),
    ],
)
def test_each_unsafe_setting_has_a_sentence(monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str):
    monkeypatch.setenv(name, value)
    assert [one.name for one in unsafe_settings() if sentence in one.sentence] == [name]


@pytest.mark.parametrize(
    ("standbys", "sentence"),
    [
        ("postgresql+psycopg://app@127.0.0.1/iom", "тот же адрес"),
        ("postgresql+psycopg://app@127.0.0.1:5433/iom, postgresql+psycopg://app@db.example/iom", "sslmode"),
    ],
)
def test_of_several_standbys_each_is_checked(monkeypatch: pytest.MonkeyPatch, standbys: str, sentence: str):
    monkeypatch.setenv("DATABASE_URL", "postgresql+psycopg://app@127.0.0.1/iom")
    monkeypatch.setenv("DATABASE_READ_URL", standbys)
    assert [(one.name, sentence in one.sentence) for one in unsafe_settings()] == [("DATABASE_READ_URL", True)]


def test_no_secret_and_no_password_is_printed(monkeypatch: pytest.MonkeyPatch):
    for setting in settings.SETTINGS:
        if setting.is_secret:
            monkeypatch.setenv(setting.name, "тайна" * 8)
        if setting.holds_secret:
            monkeypatch.setenv(setting.name, "postgresql+psycopg://app:тайна@db.example/iom")
    answer = CliRunner().invoke(cli, ["settings"])
    assert "тайна" not in answer.output
    assert "SECRET_KEY=секрет задан" in answer.output
    assert "db.example/iom" in answer.output


def test_the_command_fails_on_a_setting_that_is_not_valid(monkeypatch: pytest.MonkeyPatch):
    assert CliRunner().invoke(cli, ["settings"]).exit_code == 0
    monkeypatch.setenv("METRICS_TOKEN", "1234")
    answer = CliRunner().invoke(cli, ["settings"])
    assert (answer.exit_code, "1234" in answer.output) == (1, False)
    assert unsafe_settings()[0].grade is Grade.FAULT
