"""Registers from a watched folder and from the module's database: the checks of an upload, nothing twice."""

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from threading import Event, Thread

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from sqlalchemy import Connection, create_engine, func, select, text
from sqlalchemy.exc import SQLAlchemyError

import settings
from cli import cli
from ingest.sources.database import source_connection
from ingest.sources.folder import register_of_name
from ingest.sources.mapping import MappingError, read_mapping
from model.database import unscoped_session
from model.journal import ImportRun
from model.people import Person
from tests import databases
from tests.world import SCHOOL, TOWN, as_csv
from upkeep.source_marks import sync_lock

GOOD = {"municipality": TOWN, "organization": SCHOOL, "since": "01.09.2020", "category": "педагогический"}
MARIADB = "mysql+pymysql://root@127.0.0.1:3306/test"
ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    watched = tmp_path / "source"
    watched.mkdir()
    monkeypatch.setenv("SOURCE_FOLDER", str(watched))
    monkeypatch.setenv("SOURCE_QUIET_SECONDS", "0")
    return watched


def sync(*words: str) -> Result:
    return CliRunner().invoke(cli, ["sync", *words])


def person(number: int, name: str = "", **other: str) -> dict[str, str]:
    return {"identifier": str(number), "full_name": name or f"Человек {number}", **GOOD, **other}


def counts() -> tuple[int, int]:
    """People, and accepted files."""
    with unscoped_session() as session:
        people = select(func.count()).select_from(Person)
        return session.scalar(people) or 0, session.scalar(select(func.count(ImportRun.id))) or 0


def names(folder: Path, part: str) -> list[str]:
    return sorted(file.name.partition(" ")[2] for file in (folder / part).glob("*"))


def test_a_file_of_the_folder_is_taken_once_and_moved_away(database: str, folder: Path):
    (folder / "Кадровый состав 01.03.csv").write_bytes(as_csv("staff", [person(1), person(2)]))
    answer = sync()
    assert answer.exit_code == 0, answer.output
    assert "новых 2" in answer.output
    assert "Человек" not in answer.output
    assert names(folder, "done") == ["Кадровый состав 01.03.csv"]
    assert counts() == (2, 1)
    # Taken, and killed before it was moved: the same file lies there again.
    (folder / "staff.csv").write_bytes(as_csv("staff", [person(1), person(2)]))
    assert "уже принят" in sync().output
    assert counts() == (2, 1)


def test_refused_rows_come_back_beside_the_reason(sqlite: str, folder: Path):
    (folder / "staff.csv").write_bytes(as_csv("staff", [person(1), person(2, category="неведомый")]))
    answer = sync()
    assert (answer.exit_code, "отклонено 1" in answer.output) == (1, True)
    assert names(folder, "refused") == ["staff.csv.txt", "staff.csv.отклонено.xlsx"]
    (rows,) = (folder / "refused").glob("*.xlsx")
    assert (rows.stat().st_mode & 0o777, load_workbook(rows).active.max_row) == (0o600, 2)
    (why,) = (folder / "refused").glob("*.txt")
    assert "столбец «Категория»" in why.read_text("utf-8")
    assert counts() == (1, 1)


@pytest.mark.parametrize(
    ("name", "content", "words", "reason"),
    [
        ("staff.csv", as_csv("staff", [person(1), person(2, category="неведомый")]), ["--whole"], "ничего не принято"),
        ("письмо.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(64), [], "не книга Excel"),
        ("таблица.csv", "Имя;Рост\nАнна;170\n".encode(), [], "не ясно, какой это реестр"),
    ],
)
def test_what_can_not_be_taken_is_moved_with_the_reason(
    sqlite: str, folder: Path, name: str, content: bytes, words: list[str], reason: str
):
    (folder / name).write_bytes(content)
    assert sync(*words).exit_code == 1
    assert name in names(folder, "refused")
    assert reason in next((folder / "refused").glob("*.txt")).read_text("utf-8")
    assert counts() == (0, 0)


def test_new_organizations_wait_for_consent(sqlite: str, folder: Path):
    (folder / "staff.csv").write_bytes(as_csv("staff", [person(1)]))
    sync()
    other = as_csv("staff", [person(2, organization="МБОУ «Лицей № 7»")])
    (folder / "staff.csv").write_bytes(other)
    assert "--new-organizations" in sync().output
    assert counts() == (1, 1)
    (folder / "staff.csv").write_bytes(other)
    assert sync("--new-organizations").exit_code == 0
    assert counts() == (2, 2)


def test_checking_writes_and_moves_nothing(sqlite: str, folder: Path):
    (folder / "staff.csv").write_bytes(as_csv("staff", [person(1), person(2, category="неведомый")]))
    answer = sync("--check")
    assert (answer.exit_code, "новых 1" in answer.output) == (1, True)
    assert counts() == (0, 0)
    assert [file.name for file in folder.iterdir()] == ["staff.csv"]


def test_files_that_are_still_written_are_left_alone(sqlite: str, folder: Path, monkeypatch: pytest.MonkeyPatch):
    content = as_csv("staff", [person(1)])
    for name in (".staff.csv", "staff.csv.part", "~$staff.xlsx", "staff.csv.tmp"):
        (folder / name).write_bytes(content)
    (folder / "link.csv").symlink_to(ROOT / "README.md")
    growing = folder / "staff.csv"
    growing.write_bytes(content[:20])
    monkeypatch.setenv("SOURCE_QUIET_SECONDS", "1")
    os.utime(growing, (0, 0))  # a copy that keeps the old moment of its original
    is_over = Event()

    def write() -> None:
        for step in count():
            growing.write_bytes(content[: 20 + step])
            if is_over.wait(0.1):
                return

    writer = Thread(target=write)
    writer.start()
    output = sync().output
    is_over.set()
    writer.join()
    assert output == ""
    assert counts() == (0, 0)
    assert len([*folder.iterdir()]) == 6


@pytest.mark.both_databases
def test_of_two_syncs_at_once_one_does_nothing(database: str, folder: Path):
    (folder / "staff.csv").write_bytes(as_csv("staff", [person(1)]))
    with sync_lock() as is_alone:
        assert is_alone
        assert "другая команда" in sync().output
    assert counts() == (0, 0)
    assert sync().exit_code == 0
    assert counts() == (1, 1)


def test_a_register_is_known_by_its_name_or_not_at_all(monkeypatch: pytest.MonkeyPatch):
    assert register_of_name("Приложение 1 за март.xlsx") == "appendix1"
    assert register_of_name("оценка.xlsx") is None
    monkeypatch.setenv("SOURCE_PATTERNS", "appendix1=*оценк*, appendix2=*обуч*")
    assert register_of_name("Оценка.XLSX") == "appendix1"
    assert register_of_name("оценка и обучение.xlsx") is None


# The database of the module.


def source_urls() -> Iterator[object]:
    yield pytest.param("sqlite", id="from-sqlite")
    yield pytest.param("postgresql", id="from-postgresql")
    yield pytest.param("mariadb", id="from-mariadb")


MAPPING = """
[staff]
{where}
{changed}
[staff.columns]
identifier = "worker_id"
full_name = "full_name"
municipality = "town"
organization = "school"
organization_kind = "kind"
position = "post"
category = "category"
education = "education"
since = "hired_on"
until = "dismissed_on"
[staff.words.category]
"1" = "педагогический"
"2" = "руководящий"
"""
WORKERS = """
CREATE TABLE worker (
    worker_id VARCHAR(20), full_name VARCHAR(200), town VARCHAR(200), school VARCHAR(200), kind VARCHAR(50),
    post VARCHAR(50), category INTEGER, education VARCHAR(50), hired_on DATE, dismissed_on DATE, version INTEGER
)
"""


@pytest.fixture(params=source_urls())
def module(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Connection]:
    """A connection that writes to the module's database, in which an empty table of workers stands."""
    if request.param == "sqlite":
        yield from _module(f"sqlite:///{tmp_path / 'module.db'}", monkeypatch)
    elif request.param == "mariadb":
        try:
            create_engine(MARIADB).connect().close()
        except SQLAlchemyError:
            pytest.skip(f"NOTHING WAS READ FROM MariaDB: {MARIADB} does not answer")
        yield from _module(MARIADB, monkeypatch)
    else:
        server = databases.postgres_url()
        if server is None:
            pytest.skip("PostgreSQL can't be had here")
        with databases.fresh_postgres_database(server) as url:
            yield from _module(url, monkeypatch)


def _module(url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Connection]:
    monkeypatch.setenv("SOURCE_URL", url)
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("DROP TABLE IF EXISTS worker"))
        connection.execute(text(WORKERS))
        yield connection
        connection.execute(text("DROP TABLE worker"))
    engine.dispose()


def hire(module: Connection, number: int, version: int, category: int = 1) -> None:
    module.execute(
        text(
            "INSERT INTO worker VALUES (:number, :name, :town, :school, NULL, 'учитель', :category, NULL, "
            "'2020-09-01', NULL, :version)"
        ),
        {"number": str(number), "name": f"Человек {number}", "town": TOWN, "school": SCHOOL}
        | {"category": category, "version": version},
    )


def write_mapping(folder: Path, monkeypatch: pytest.MonkeyPatch, where: str, changed: str = "") -> None:
    file = folder.parent / "source.toml"
    file.write_text(MAPPING.format(where=where, changed=changed), encoding="utf-8")
    monkeypatch.setenv("SOURCE_TABLES", str(file))


def test_a_table_is_taken_when_it_has_changed_and_only_then(
    sqlite: str, folder: Path, module: Connection, monkeypatch: pytest.MonkeyPatch
):
    write_mapping(folder, monkeypatch, 'table = "worker"')
    hire(module, 1, 1)
    assert "новых 1" in sync("--check").output
    assert counts() == (0, 0)
    assert sync().exit_code == 0
    assert "ничего не изменилось" in sync().output
    hire(module, 2, 2, category=2)
    assert "новых 1, изменённых 0, без изменений 1" in sync().output
    assert counts() == (2, 2)
    # Whoever takes back what the module says is not overruled by the next hour.
    assert CliRunner().invoke(cli, ["undo-import"]).exit_code == 0
    assert "ничего не изменилось" in sync().output
    assert counts() == (1, 2)
    assert sync("--again").exit_code == 0
    assert counts() == (2, 3)


def test_by_a_column_of_changes_only_later_rows_are_read(
    sqlite: str, folder: Path, module: Connection, monkeypatch: pytest.MonkeyPatch
):
    query = "query = \"SELECT * FROM worker WHERE full_name <> '12:30'\""
    write_mapping(folder, monkeypatch, query, 'changed = "version"')
    hire(module, 1, 1)
    assert "новых 1" in sync().output
    hire(module, 2, 2)
    hire(module, 3, 3, category=9)
    answer = sync()
    assert "новых 1, изменённых 0, без изменений 1, отклонено 1" in answer.output
    assert sorted(file.name for file in (folder / "refused").iterdir()) == [
        "база модуля, staff.csv.txt",
        "база модуля, staff.csv.отклонено.xlsx",
    ]
    hire(module, 4, 4)
    assert "новых 1, изменённых 0, без изменений 0, отклонено 1" in sync().output
    assert counts() == (3, 3)


def test_nothing_is_ever_written_to_the_module(sqlite: str, module: Connection, monkeypatch: pytest.MonkeyPatch):
    with (
        pytest.raises(Exception, match=r"(?i)read.?only"),
        source_connection(settings.SOURCE_URL.value()) as connection,
    ):
        connection.execute(text("DELETE FROM worker"))


def test_what_is_wrong_with_the_module_is_told_without_its_password(
    sqlite: str, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    write_mapping(folder, monkeypatch, 'table = "worker"')
    monkeypatch.setenv("SOURCE_URL", "postgresql+psycopg://reader:hush@127.0.0.1:1/module")
    answer = sync()
    assert (answer.exit_code, "База модуля" in answer.output, "hush" in answer.output) == (1, True, False)


def test_every_mistake_of_the_mapping_is_told_at_once(tmp_path: Path):
    file = tmp_path / "source.toml"
    file.write_text('[staf]\n[staff]\ntable = "a; DROP"\nfast = 1\n[staff.columns]\nname = "x"\n', encoding="utf-8")
    with pytest.raises(MappingError) as error:
        read_mapping(file)
    told = str(error.value)
    for mistake in ("[staf]: нет такого реестра", "fast: нет такого ключа", "имя таблицы", "name: нет такого столбца"):
        assert mistake in told
    assert "не хватает identifier, full_name" in told


def test_the_example_is_without_mistakes():
    tables = read_mapping(ROOT / "deploy" / "source.example.toml")
    assert [one.register for one in tables] == ["staff", "participation"]
