"""Migration 0012 makes keys of names anew; records that come together by it become one, and are told."""

from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text

from model.database import owner_engine
from model.migrations import configuration
from tests import databases

BEFORE, AFTER = "0011", "0012"
PLACES = (
    "INSERT INTO municipality (id, oktmo, name, administrative_centre, tile_row, tile_column) "
    "VALUES (1, '1', 'Город', 'Город', 0, 0)",
    "INSERT INTO organization (id, municipality_id, name, name_key) VALUES (1, 1, 'СОШ № 5', 'сош № 5'), "
    "(2, 1, 'COШ №5', 'coш № 5'), (3, 1, 'Лицей', 'лицей')",
    "INSERT INTO person (id, identifier, full_name, name_key) VALUES (1, 'а', 'Петрова–Водкина Анна', "
    "'петрова–водкина анна'), (2, 'б', 'Ким Вера', 'ким вера')",
    "INSERT INTO employment (id, person_id, organization_id, since, full_name, name_key, category, position) VALUES "
    "(1, 1, 1, '2020-09-01', 'Петрова–Водкина Анна', 'петрова–водкина анна', 'teaching', 'Учитель'), "
    "(2, 2, 2, '2020-09-01', 'Ким Вера', 'ким вера', 'teaching', 'учитель')",
    "INSERT INTO programme (id, name, name_key) VALUES (1, 'Курс N 1', 'курс n 1'), (2, 'Курс № 1', 'курс № 1')",
    "INSERT INTO result (id, person_id, programme_id, since, until, is_counted) VALUES "
    "(1, 1, 1, '2026-01-01', '2026-02-01', {no}), (2, 1, 2, '2026-01-01', '2026-02-01', {no}), "
    "(3, 2, 2, '2026-01-01', '2026-02-01', {no})",
    "INSERT INTO assessment (id, person_id, procedure, procedure_key, passed_on) VALUES "
    "(1, 1, 'Оценка N 1', 'оценка n 1', '2026-02-01'), (2, 1, 'Оценка № 1', 'оценка № 1', '2026-02-01')",
    "INSERT INTO route (id, person_id, passed_on, superseded_on, formed_on) VALUES "
    "(1, 1, '2026-02-01', '2026-02-01', '2026-02-01'), (2, 1, '2026-02-01', NULL, '2026-02-01')",
    "UPDATE result SET route_id = 1 WHERE person_id = 1",
)


def upgrade(to: str) -> None:
    config = configuration()
    with owner_engine().begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, to)


def rows(sql: str) -> list[tuple]:
    with owner_engine().connect() as connection:
        return [tuple(row) for row in connection.execute(text(sql))]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_twins_become_one_and_are_told(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    if kind == "sqlite":
        _upgrades(f"sqlite:///{tmp_path / 'old.db'}", monkeypatch, "0")
    else:
        server = databases.postgres_url()
        if server is None:
            pytest.skip("PostgreSQL can't be had here")
        with databases.fresh_postgres_database(server) as url:
            _upgrades(url, monkeypatch, "false")
    told = capsys.readouterr().out
    for twin in ("«COШ №5» объединено с «СОШ № 5»", "«Курс № 1» объединено с «Курс N 1»", "оценки одного дня"):
        assert twin in told


def _upgrades(url: str, monkeypatch: pytest.MonkeyPatch, no: str) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    upgrade(BEFORE)
    with owner_engine().begin() as connection:
        for statement in PLACES:
            connection.execute(text(statement.format(no=no)))
    upgrade(AFTER)
    assert rows("SELECT id, name_key FROM organization ORDER BY id") == [(1, "сош № 5"), (3, "лицей")]
    assert rows("SELECT person_id, organization_id FROM employment ORDER BY id") == [(1, 1), (2, 1)]
    assert rows("SELECT name_key FROM person ORDER BY id") == [("петрова-водкина анна",), ("ким вера",)]
    assert rows("SELECT name_key FROM employment ORDER BY id") == [("петрова-водкина анна",), ("ким вера",)]
    assert rows("SELECT id, name_key FROM programme") == [(1, "курс № 1")]
    assert rows("SELECT person_id, programme_id FROM result ORDER BY person_id") == [(1, 1), (2, 1)]
    assert rows("SELECT id, procedure_key FROM assessment") == [(2, "оценка № 1")]
    assert rows("SELECT id FROM route") == [(2,)]
    assert rows("SELECT route_id FROM result WHERE person_id = 1") == [(2,)]
    assert rows("SELECT text, text_key FROM spelling ORDER BY text") == [("Учитель", "учитель"), ("учитель", "учитель")]
    owner_engine().dispose()


LATER = (
    "INSERT INTO municipality (id, oktmo, name, administrative_centre, tile_row, tile_column) "
    "VALUES (1, '1', 'Город', 'Город', 0, 0)",
    "INSERT INTO organization (id, municipality_id, name, name_key) VALUES (1, 1, 'МОУ «СОШ» г. Миасса', "
    "'моу сош г. миасса'), (2, 1, 'МОУ\"СОШ\" г.Миасса', 'моусош г.миасса')",
    "INSERT INTO person (id, identifier, full_name, name_key) VALUES (1, 'а', 'Иванов И.И.', 'иванов и.и.')",
    "INSERT INTO employment (id, person_id, organization_id, since, full_name, name_key, category, position, is_main) "
    "VALUES (1, 1, 2, '2020-09-01', 'Иванов И.И.', 'иванов и.и.', 'teaching', 'учитель', {yes})",
    "INSERT INTO earlier_name (id, person_id, organization_id, full_name, name_key) VALUES "
    "(1, 1, 2, 'Петров И.И.', 'петров и.и.'), (2, 1, 2, 'Петров И. И.', 'петров и. и.')",
    "INSERT INTO assessment (id, person_id, procedure, procedure_key, passed_on, is_need) VALUES "
    "(1, 1, 'Оценка(2026)', 'оценка(2026)', '2026-02-01', {no}), "
    "(2, 1, 'Оценка (2026)', 'оценка (2026)', '2026-02-01', {no})",
    "INSERT INTO score_bound (procedure_key, bound, changed_by, changed_at) VALUES "
    "('оценка(2026)', 50, 'a', '2026-01-01 00:00:00'), ('оценка (2026)', 60, 'a', '2026-02-01 00:00:00')",
    "INSERT INTO import_run (id, register, file_name, file_hash, accepted_by, accepted_at, added, changed, removed, "
    "unchanged, refused) VALUES (1, 'catalogue', 'к', '', 'a', '2026-01-01 00:00:00', 0, 0, 0, 0, 0)",
    "INSERT INTO offer (id, kind, name, name_key, organization_key, starts_on, is_cancelled, import_id) VALUES "
    "(1, 'event', 'Форум г.Миасс', 'форум г.миасс', '', '2026-03-01', {no}, 1), "
    "(2, 'event', 'Форум г. Миасс', 'форум г. миасс', '', '2026-03-01', {no}, 1)",
    "INSERT INTO import_change (id, import_id, table_name, row_id, person_id, was) VALUES "
    '(1, 1, \'employment\', 1, 1, \'{{"full_name": "Иванов И.И.", "name_key": "иванов и.и."}}\')',
)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_spaces_beside_signs_make_no_twins_after_the_upgrade(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    if kind == "sqlite":
        _upgrades_later(f"sqlite:///{tmp_path / 'old.db'}", monkeypatch, ("1", "0"))
    else:
        server = databases.postgres_url()
        if server is None:
            pytest.skip("PostgreSQL can't be had here")
        with databases.fresh_postgres_database(server) as url:
            _upgrades_later(url, monkeypatch, ("true", "false"))
    assert '«МОУ"СОШ" г.Миасса» объединено с «МОУ «СОШ» г. Миасса»' in capsys.readouterr().out


def _upgrades_later(url: str, monkeypatch: pytest.MonkeyPatch, words: tuple[str, str]) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    upgrade("0019")
    with owner_engine().begin() as connection:
        for statement in LATER:
            connection.exec_driver_sql(statement.format(yes=words[0], no=words[1]))
    upgrade("0020")
    assert rows("SELECT id, name_key FROM organization") == [(1, "моу сош г. миасса")]
    assert rows("SELECT organization_id, name_key FROM employment") == [(1, "иванов и. и")]
    assert rows("SELECT id, organization_id, name_key FROM earlier_name") == [(1, 1, "петров и. и")]
    assert rows("SELECT id, procedure_key FROM assessment") == [(2, "оценка (2026)")]
    assert rows("SELECT procedure_key, bound FROM score_bound") == [("оценка (2026)", 60)]
    assert rows("SELECT id, name_key FROM offer") == [(2, "форум г. миасс")]
    assert '"name_key": "иванов и. и"' in rows("SELECT was FROM import_change")[0][0]
    owner_engine().dispose()


NUMBERED = (
    "INSERT INTO person (id, identifier, full_name, name_key) VALUES (1, 'а', 'Ким Вера', 'ким вера'), "
    "(2, 'б', 'Ким Анна', 'ким анна')",
    "INSERT INTO import_run (id, register, file_name, file_hash, accepted_by, accepted_at, added, changed, removed, "
    "unchanged, refused) VALUES (1, 'applications', 'з', '', 'a', '2026-01-01 00:00:00', 0, 0, 0, 0, 0), "
    "(2, 'applications', 'з', '', 'a', '2026-02-01 00:00:00', 0, 0, 0, 0, 0)",
    "INSERT INTO application (id, number, person_id, kind, name, submitted_on, head_decision, implied, import_id) "
    "VALUES (1, '15', 1, 'programme', 'Курс', '2026-03-01', NULL, {no}, 1), "
    "(2, '№ 15', 1, 'programme', 'Курс', '2026-03-01', 'confirmed', {no}, 2), "
    "(3, 'N15', 2, 'programme', 'Курс', '2026-03-01', NULL, {no}, 1), "
    "(4, '0015', 1, 'event', 'Слёт', '2025-03-01', NULL, {no}, 1), "
    "(5, '16', 1, 'event', 'Форум', '2025-03-01', NULL, {no}, 1), "
    "(6, NULL, 1, 'programme', 'Курс', '2025-03-01', NULL, {yes}, NULL)",
    "INSERT INTO import_change (id, import_id, table_name, row_id, person_id, was) VALUES "
    '(1, 2, \'application\', 5, 1, \'{{"number": "№16", "name": "Форум"}}\')',
)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_numbers_that_look_the_same_become_one_or_get_their_year(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    if kind == "sqlite":
        _numbers_upgraded(f"sqlite:///{tmp_path / 'old.db'}", monkeypatch, ("1", "0"))
    else:
        server = databases.postgres_url()
        if server is None:
            pytest.skip("PostgreSQL can't be had here")
        with databases.fresh_postgres_database(server) as url:
            _numbers_upgraded(url, monkeypatch, ("true", "false"))
    told = capsys.readouterr().out
    assert "Одна заявка: «№ 15» объединена с «15»" in told
    assert "Разные заявки под одним номером: «N15» записана как «N15/2026»" in told


def _numbers_upgraded(url: str, monkeypatch: pytest.MonkeyPatch, words: tuple[str, str]) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    upgrade("0023")
    with owner_engine().begin() as connection:
        for statement in NUMBERED:
            connection.exec_driver_sql(statement.format(yes=words[0], no=words[1]))
    upgrade("0025")
    assert rows("SELECT id, number, number_key, head_decision FROM application ORDER BY id") == [
        (1, "15", "15", "confirmed"),
        (3, "N15/2026", "15/2026", None),
        (4, "0015/2025", "0015/2025", None),
        (5, "16", "16", None),
        (6, None, None, None),
    ]
    assert '"number_key": "16"' in rows("SELECT was FROM import_change")[0][0]
    owner_engine().dispose()
