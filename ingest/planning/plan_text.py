"""A plan in lines of text, as the command line tells it: all that the screen tells."""

from collections.abc import Iterator, Sequence

from ingest.planning.new_names import NewName
from ingest.planning.plan import Plan
from model.names import quote_name

_SHOWN = 50
UNCONFIRMED = (
    "в файле есть организации, которых нет в справочнике; если это известные организации в другом написании, "
    "исправьте файл, а если действительно новые, добавьте --new-organizations"
)
_KINDS = {"organization": "организация", "programme": "ДПП", "provider": "организация ДПО", "event": "событие"}


def plan_lines(plan: Plan) -> Iterator[str]:
    """What the file did or would do, and what is to be looked at in it."""
    removed = f"удалённых {len(plan.removed)}, " if plan.removed else ""
    yield (
        f"{plan.file.register.title}: новых {len(plan.added)}, изменённых {len(plan.changed)}, {removed}"
        f"без изменений {plan.unchanged}, отклонено {plan.refused}"
    )
    if plan.file.unknown:
        yield "Не приняты незнакомые столбцы: " + ", ".join(plan.file.unknown)
    if plan.file.passed_over:
        yield "Не прочитаны другие листы с таблицами: " + ", ".join(plan.file.passed_over)
    yield from plan.file.remarks
    repeats = [f"строка {row} — в строке {later}" for row, later in plan.repeats]
    yield from _first("Строки, которые повторяются в файле ниже (учитывается последняя)", repeats)
    yield from _first("Замечания", [f"строка {row}: {text}" for row, text in plan.remarks])
    yield from _first("Новые наименования", [_new_name(one) for one in plan.new_names])


def refusals(plan: Plan) -> Iterator[str]:
    """The first refusals."""
    lines = [str(one) for one in plan.all_refusals()]
    yield from lines[:_SHOWN]
    if len(lines) > _SHOWN:
        yield f"… и ещё {len(lines) - _SHOWN}"


def _first(title: str, lines: Sequence[str]) -> Iterator[str]:
    """The first of the lines, under their number."""
    if lines:
        yield f"{title}: {len(lines)}"
        yield from (f"  {line}" for line in lines[:_SHOWN])
    if len(lines) > _SHOWN:
        yield f"  … и ещё {len(lines) - _SHOWN}"


def _new_name(new: NewName) -> str:
    place = f", {new.place}" if new.place else ""
    nearest = f"; ближайшее известное — {quote_name(new.nearest)}" if new.nearest else ""
    return f"{_KINDS[new.kind]} {quote_name(new.name)}{place}{nearest}"
