"""Files of the product are readable for its own user alone."""

import os
from pathlib import Path

import pytest
from sqlalchemy import text

from model import migrations
from model.database import write_session


def test_a_new_file_of_sqlite_is_for_its_owner_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    file = tmp_path / "new.db"
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{file}")
    before = os.umask(0o022)
    try:
        migrations.migrate()
        with write_session() as session:
            session.execute(text("UPDATE account SET is_active = is_active"))
        modes = {one.name: one.stat().st_mode & 0o777 for one in tmp_path.glob("new.db*")}
    finally:
        os.umask(before)
    assert modes["new.db"] == 0o600
    assert set(modes.values()) == {0o600}
