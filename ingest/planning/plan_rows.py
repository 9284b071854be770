"""The rows of a file become the facts of a plan, or refusals."""

from collections.abc import Iterator, Sequence
from itertools import combinations, islice

from ingest.files.import_options import ImportOptions
from ingest.files.reading import Row
from ingest.matching.agreement import Agreement, agreement
from ingest.matching.finding import Fact
from ingest.matching.persons import RowRejectedError
from ingest.planning.plan import Plan, key_of
from model.names import fold
from model.people import Employment
from model.routes import Application

_TOLD_EVERY = 500
# How many rows are read before whom they mean is looked up.
_TOGETHER = 2_000
_TWO_PEOPLE = "под одним идентификатором в файле стоят разные люди ({rows}): исправьте идентификаторы"
_TWO_OWNERS = (
    "под одним номером в файле стоят заявки разных людей ({rows}): исправьте номер, например допишите год через дробь"
)


class PlanRows:
    """Reads every row into the plan; a row that comes again replaces what an earlier one said."""

    def __init__(self, plan: Plan, terms: ImportOptions) -> None:
        self._plan = plan
        self._terms = terms
        self._by_key: dict[tuple, int] = {}
        self._texts: dict[str, str] = {}
        # Rows by number, as far as something may still be refused in them.
        self.by_number: dict[int, Row] = {}
        self._keeps_all = plan.table.table in (Employment, Application) or terms.within is not None
        self._named: dict[str, list[tuple[int, str]]] = {}

    def read(self) -> None:
        """Fill facts, withdrawals, refusals and remarks."""
        for count, row in enumerate(self._rows()):
            if self._terms.tell and not count % _TOLD_EVERY:
                self._terms.tell(count)
            if row.refusals:
                self._plan.refusals[row.number] = list(row.refusals)
            else:
                self._take(row)
        self._refuse_two_people()

    def _rows(self) -> Iterator[Row]:
        """The rows of the file, after whom many of them mean has been looked up at once."""
        rows = self._plan.file.rows()
        while some := list(islice(rows, _TOGETHER)):
            self._plan.finding.expect([row.values for row in some if not row.refusals])
            yield from some

    def _take(self, row: Row) -> None:
        finding = self._plan.finding
        finding.notes.clear()
        try:
            facts = self._facts_of(row)
        except RowRejectedError as refused:
            self._plan.refusals[row.number] = [self._plan.file.refusal(row, refused.column, refused.reason)]
            return
        self._plan.remarks += [(row.number, note) for note in finding.notes]
        withdrawn = bool(row.values.get("removed"))
        if self._keeps_all or withdrawn:
            self.by_number[row.number] = self._bare(row)
        if self._is_other_application(row, facts[0]):
            return
        for fact in facts:
            replaced = self._by_key.pop(key_of(self._plan.table, fact), None)
            if replaced is not None:
                self._plan.replace(replaced, row.number)
        for number, fact in zip(self._plan.add(row.number, facts, withdrawn=withdrawn), facts, strict=True):
            self._by_key[key_of(self._plan.table, fact)] = number

    def _bare(self, row: Row) -> Row:
        """What a refusal tells of a row: its number and its cells, each text of which is held once."""
        once = self._texts.setdefault
        raw = tuple([once(cell, cell) if type(cell) is str else cell for cell in row.raw])
        return row._replace(values={}, raw=raw)

    def _facts_of(self, row: Row) -> list[Fact]:
        plan = self._plan
        fact = plan.file.register.fact(row.values, plan.finding)
        plan.finding.refuse_foreign(fact, row.values)
        plan.finding.check_identifier(fact)
        if plan.table.table is Employment:
            self._named.setdefault(str(fact["person_id"]), []).append((row.number, str(fact["full_name"])))
        return plan.finding.carried(fact)

    def _is_other_application(self, row: Row, fact: Fact) -> bool:
        """Refuse both rows where an application of the file has the number of somebody else's."""
        if self._plan.table.table is not Application:
            return False
        other = self._by_key.get(key_of(self._plan.table, fact))
        if other is None or self._fact(other)["person_id"] == fact["person_id"]:
            return False
        self._refuse_rows([other, row.number], "number", _TWO_OWNERS)
        del self._by_key[key_of(self._plan.table, fact)]
        return True

    def _fact(self, number: int) -> Fact:
        return self._plan.facts.get(number) or self._plan.withdrawals[number]

    def _refuse_two_people(self) -> None:
        """Of new people, an identifier that stands beside names which differ wholly is nobody's."""
        for identifier, named in self._named.items():
            if len({fold(name) for _, name in named}) < 2 or self._plan.finding.staff_persons.id_of(identifier):
                continue
            pairs = combinations({name for _, name in named}, 2)
            if any(agreement(one, [other]) is Agreement.NONE for one, other in pairs):
                self._refuse_rows([row for row, _ in named], "identifier", _TWO_PEOPLE)

    def _refuse_rows(self, rows: Sequence[int], column: str, reason: str) -> None:
        listed = f"строки {', '.join(map(str, rows))}"
        for number in rows:
            refusal = self._plan.file.refusal(self.by_number[number], column, reason.format(rows=listed))
            self._plan.refuse(number, refusal)
