"""The key of the installation is created once."""

import secrets
from pathlib import Path

import pytest

from model.keys import journal_key, secret_key


@pytest.fixture
def key_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The path of the key in a new installation."""
    monkeypatch.setenv("SECRET_KEY", "")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'new.db'}")
    return tmp_path / "secret_key"


def test_a_new_installation_makes_a_key_that_its_owner_alone_reads(key_file: Path):
    key = secret_key()
    assert len(key) >= 48
    assert key_file.read_text() == key
    assert key_file.stat().st_mode & 0o077 == 0
    assert [file.name for file in key_file.parent.iterdir()] == ["secret_key"]


def test_no_worker_finds_a_key_that_is_not_whole_yet(key_file: Path, monkeypatch: pytest.MonkeyPatch):
    while_it_is_made: list[bool] = []
    make = secrets.token_urlsafe

    def watched(length: int) -> str:
        while_it_is_made.append(key_file.exists())
        return make(length)

    monkeypatch.setattr("model.keys.secrets.token_urlsafe", watched)
    assert secret_key()
    assert while_it_is_made == [False]


def test_of_two_workers_that_start_at_once_both_take_the_first_key(key_file: Path, monkeypatch: pytest.MonkeyPatch):
    make = secrets.token_urlsafe

    def outrun(length: int) -> str:
        key_file.write_text("the quicker one")
        return make(length)

    monkeypatch.setattr("model.keys.secrets.token_urlsafe", outrun)
    assert secret_key() == "the quicker one"


@pytest.mark.parametrize("name", ["SECRET_KEY", "JOURNAL_KEY"])
def test_a_key_that_can_be_guessed_is_refused_with_the_way_to_make_one(name: str, monkeypatch: pytest.MonkeyPatch):
    make = {"SECRET_KEY": secret_key, "JOURNAL_KEY": journal_key}[name]
    monkeypatch.setenv(name, "1")
    with pytest.raises(ValueError, match=f"{name} короче 32 знаков.*openssl"):
        make()
    monkeypatch.setenv(name, "k" * 32)
    assert make() == "k" * 32


@pytest.mark.usefixtures("key_file")
def test_the_keys_of_sessions_and_of_the_journal_differ():
    assert secret_key() != journal_key()
    assert journal_key() == journal_key()
