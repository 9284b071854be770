"""Keys of the numbers of applications made in a migration: twins become one or are told apart by their year."""

import json
import sys
from collections import defaultdict
from typing import Any

from model.migrations.name_keys import rows, run
from model.names import fold, number_key


def make_number_keys() -> None:
    """Of two applications that say the same the later said stays, under the number that was written first.

    Other twins, of two people or of one, are two applications: the later one's number gets its year.
    """
    alike: dict[str, list[Any]] = defaultdict(list)
    columns = "id, number, person_id, kind, name, submitted_on, import_id"
    for row in rows(f"SELECT {columns} FROM application WHERE number IS NOT NULL ORDER BY id"):
        alike[number_key(row.number)].append(row)
    numbers: dict[str, Any] = {}
    aside: list[Any] = []
    for key, (first, *twins) in alike.items():
        numbers[key] = first
        for twin in twins:
            if _says(twin) == _says(first):
                _replace(first, twin)
                sys.stdout.write(f"Одна заявка: «{twin.number}» объединена с «{first.number}»\n")
            else:
                aside.append(twin)
    for twin in aside:
        _rename(twin, numbers)
    keys = [{"id": row.id, "key": key} for key, row in numbers.items()]
    run("UPDATE application SET number_key = :key WHERE id = :id", keys)
    _make_kept_keys()


def _says(row: Any) -> tuple[object, ...]:
    return row.person_id, row.kind, fold(row.name), str(row.submitted_on)


def _replace(first: Any, twin: Any) -> None:
    """The row written first stays and says what a later import has said of the two."""
    columns = (
        *("provider_id", "submitted_by", "head_decision", "head_on", "provider_decision", "provider_on"),
        *("training_since", "training_until", "withdrawn_on", "expelled_on", "training_form", "chosen_on"),
        *("import_id", "closed_on"),
    )
    later = ", ".join(f"{one} = (SELECT {one} FROM application AS twin WHERE twin.id = :twin)" for one in columns)
    if (twin.import_id or 0) >= (first.import_id or 0):
        run(f"UPDATE application SET {later} WHERE id = :first", [{"first": first.id, "twin": twin.id}])
    run("DELETE FROM application WHERE id = :twin", [{"twin": twin.id}])


def _rename(twin: Any, numbers: dict[str, Any]) -> None:
    number = f"{twin.number}/{str(twin.submitted_on)[:4]}"
    if number_key(number) in numbers:
        number = f"{number}/{twin.id}"
    numbers[number_key(number)] = twin
    run("UPDATE application SET number = :number WHERE id = :id", [{"number": number, "id": twin.id}])
    sys.stdout.write(
        f"Разные заявки под одним номером: «{twin.number}» записана как «{number}»; впишите этот номер и в файл\n"
    )


def _make_kept_keys() -> None:
    """An undo writes what applications were before an import: their keys too."""
    for row in rows("SELECT id, was FROM import_change WHERE table_name = 'application'"):
        record = json.loads(row.was)
        if record.get("number"):
            text = json.dumps(record | {"number_key": number_key(record["number"])}, ensure_ascii=False)
            run("UPDATE import_change SET was = :was WHERE id = :id", [{"was": text, "id": row.id}])
