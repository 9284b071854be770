"""Everything that can be asked of the site, forged: pages, callbacks, routes and queries, taken from the running app.

What a role must not see is made different in two worlds that are alike in all the rest. Whatever the role asks, the
two worlds must answer the same: a name, a number, an order or a count from outside would make the answers differ.
"""

import importlib
import inspect
import io
import itertools
import json
import pkgutil
import re
import types
import typing
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

import pypdf
from sqlalchemy import Select, SQLColumnExpression, select
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

import app
import queries
from access.reading import Reading
from access.scope import Viewer
from dashboard import pages
from dashboard.addresses import TABLE_FILE, table_file
from dashboard.components.guide_text import GUIDES
from dashboard.tables import TABLES
from ingest.registers import REGISTERS
from model.database import Base, read_session
from model.places import REGION, Level, Place
from queries.applications import ProviderRecord
from queries.counts import Counts
from queries.filters import EVERYBODY, CannotFilterError, Filters
from queries.lists import Order
from queries.quality import PlaceQuality
from tests.addresses_of_pages import (
    COUNTS,
    Filling,
    Things,
    addresses_of,
    filled_addresses_of,
    table_files_of,
)
from tests.site import Visitor
from tests.sizes import SIZES
from web import documents

DAYS = ("2026-09-30", "2026-11-01")
# The days on which the events of the worlds start.
STARTS = (20260401,)
SUFFIXES = ("xlsx", "docx", "pdf", "csv", "zip")
TABLE_KINDS = ("csv", "xlsx")
# Of the ids: the first of everything, one beyond the school, one beyond the municipality, one of nothing.
TELLING = (1, 3, 6, 999_999) if SIZES.is_night else (1, 6)
# By day every fifth table of a page: five divides no number of tables of a page with places, so each comes in turn.
TABLE_STRIDE = 1 if SIZES.is_night else 5
# How many combinations of arguments each query is asked with; the first of them hold every value once.
COMBINATIONS = 32 if SIZES.is_night else 6
# What differs between two answers to the same question for reasons of its own: moments, invented passwords, tokens.
PASSING = re.compile(
    r"\d\d\.\d\d\.\d{4}, \d\d:\d\d|\b4\d{4}\.\d{5,}\b|datetime\.datetime\([^)]*\)"
    r"|\b[0-9a-f]{4}(?:-[0-9a-f]{4}){3}\b|[\w-]{30,}|\b[0-9a-f]{8}\b"
)
ZIPPED = b"PK\x03\x04"
Answers = dict[str, str]


@dataclass(frozen=True)
class Forger:
    """What a forger knows or guesses: ids of things, theirs or not, and names that stand in the registers."""

    ids: Sequence[int]
    names: Sequence[str]
    things: Things

    def queries(self) -> Iterator[str]:
        """Query strings: dates, filters with foreign values, searches and orders."""
        for day in DAYS:
            yield f"?on={day}"
        yield f"?on={DAYS[0]}&search=ова&sort=full_name&order=desc&page=2"
        yield f"?on={DAYS[1]}&position={self.names[0]}&procedure={self.names[-1]}&sort=position&search=%25"

    def addresses(self) -> Iterator[str]:
        """Every page of the site with every id."""
        for page in pages.PAGES:
            yield from addresses_of(page, self.things)

    def questions(self) -> Iterator[str]:
        """Every address with queries: by day one in turn, by night every one where the address names one thing."""
        every = list(self.queries())
        for page in pages.PAGES:
            for number, (address, filling) in enumerate(filled_addresses_of(page, self.things)):
                turn = self._turn(filling) if SIZES.is_night else number
                is_asked_all = SIZES.is_night and self._is_plain(filling)
                yield from (address + query for query in (every if is_asked_all else [every[turn % len(every)]]))

    def _turn(self, filling: Filling) -> int:
        return sum(self.ids.index(one) for one in filling.values() if one in self.ids)

    def _is_plain(self, filling: Filling) -> bool:
        """A region has no id; of the second thing of a pair the first id is as good a guess as any."""
        named = [one for name, one in filling.items() if name != "level"]
        return not (named and filling.get("level") is Level.REGION) and set(named[1:]) <= {self.ids[0], *STARTS}


def page_answers(visitor: Visitor, forger: Forger) -> Answers:
    """What every page shows at every address."""
    return {question: cleaned(visitor.opens(question)) for question in dict.fromkeys(forger.questions())}


def callbacks_of_the_server() -> dict[str, Any]:
    """Every callback that the app has registered and that does not run in the browser, by its output."""
    return {output: spec for output, spec in app.app.callback_map.items() if "callback" in spec}


def callback_answers(visitor: Visitor, forger: Forger) -> Answers:
    """What every callback that the app has registered answers to forged inputs and states."""
    visitor.client.get("/_dash-dependencies")
    answers: Answers = {}
    for output, spec in callbacks_of_the_server().items():
        for number, chosen in enumerate(forged_calls(spec, forger)):
            question = f"{output} {number} {[value for _, value in chosen]}"
            answers[question] = _call(visitor, output, chosen, len(spec["inputs"]))
    return answers


def forged_calls(spec: Mapping[str, Any], forger: Forger) -> Iterator[list[tuple[Mapping[str, Any], Any]]]:
    """The inputs and states of a callback with forged values, each value at least once."""
    values_of = [(one, forged_values(one, forger)) for one in (*spec["inputs"], *spec["state"])]
    for number in range(max(len(values) for _, values in values_of)):
        yield [(one, values[number % len(values)]) for one, values in values_of]


def forged_values(one: Mapping[str, Any], forger: Forger) -> list[Any]:
    """What a forger would put into an input or a state, by the name of its property."""
    ids, names = list(forger.ids), list(forger.names)
    by_property: dict[str, list[Any]] = {
        "pathname": list(dict.fromkeys(forger.addresses()))[:: max(1, len(ids) // 2) if SIZES.is_night else 10],
        "search": list(forger.queries()),
        "clickData": [{"points": [{"customdata": [number], "label": names[0]}]} for number in ids] + [{"points": [{}]}],
        "n_clicks": [1],
        "contents": ["data:text/csv;base64,0JvQvtCz0LjQvTvQoNC+0LvRjAo=", "nonsense"],
        "sortModel": [[{"colId": name, "sort": "desc"}] for name in ("full_name", "password_hash")],
        "filterModel": [{"full_name": {"filterType": "text", "type": "contains", "filter": name}} for name in names],
    }
    anything = [*names, *DAYS, *ids, None, "' OR 1=1 --", {"a": ids}, [names[0]]]
    return by_property.get(one["property"], anything)


def _call(visitor: Visitor, output: str, chosen: Sequence[tuple[Mapping[str, Any], Any]], inputs: int) -> str:
    said = [_said(one, value) for one, value in chosen]
    first = said[0][0] if isinstance(said[0], list) else said[0]
    identity = first["id"] if isinstance(first["id"], str) else json.dumps(first["id"], separators=(",", ":"))
    outputs = [_spec(name) for name in output.strip(".").split("...")]
    answer = visitor.client.post(
        "/_dash-update-component",
        json={
            "output": output,
            "outputs": outputs if output.startswith("..") else outputs[0],
            "inputs": said[:inputs],
            "state": said[inputs:],
            "changedPropIds": [f"{identity}.{first['property']}"],
        },
    )
    assert answer.status_code < 500, f"{output} breaks on {[value for _, value in chosen]}"
    return cleaned(f"{answer.status_code} {answer.get_data(as_text=True)}")


def _said(one: Mapping[str, Any], value: Any) -> Any:
    """An input as a browser sends it; of a pattern, one element with a forged key."""
    identity = one["id"]
    if not str(identity).startswith("{"):
        return {"id": str(identity), "property": one["property"], "value": value}
    keys = {name: (value if isinstance(value, str | int) else 1) for name in json.loads(identity)}
    return [{"id": keys, "property": one["property"], "value": value}]


def _spec(name: str) -> dict[str, str]:
    identity, _, prop = name.rpartition(".")
    return {"id": identity, "property": prop}


def route_answers(visitor: Visitor, forger: Forger) -> Answers:
    """What every route answers to a GET with forged parts of its address."""
    queries_in_turn = itertools.cycle((f"?on={DAYS[0]}", f"?on={DAYS[1]}&search=ова", f"?on={DAYS[1]}&sort=position"))
    found: Answers = {}
    for rule in routes_to_get():
        for address in route_addresses(rule, forger):
            asked = address + next(queries_in_turn)
            answer = visitor.client.get(asked)
            assert answer.status_code < 500, f"{asked} breaks"
            found[asked] = f"{answer.status_code} {cleaned(read_back(answer.data))}"
    return found


def routes_to_get() -> list[Any]:
    """Every route that answers a GET; those of the packages of Dash aside."""
    rules = app.server.url_map.iter_rules()
    return [one for one in rules if "GET" in (one.methods or ()) and not str(one.endpoint).startswith("/_dash-comp")]


def route_addresses(rule: Any, forger: Forger) -> Iterator[str]:
    """The addresses of a route, each of its parts forged."""
    if rule.rule == TABLE_FILE:
        yield from table_addresses(forger)
    if "path" in rule.rule:
        return
    names = re.findall(r"<(?:\w+:)?(\w+)>", rule.rule)
    for values in itertools.product(*(_guesses(rule, name, forger) for name in names)):
        said = dict(zip(names, values, strict=True))
        if said.get("suffix") in SUFFIXES[1:] and said.get("identity", TELLING[0]) not in TELLING:
            continue  # the same content for the same id in another format
        filled = iter(values)
        yield re.sub(r"<[^>]+>", lambda _found, filled=filled: str(next(filled)), rule.rule)


def table_addresses(forger: Forger) -> Iterator[str]:
    """Every table of every screen with every id; the first of each as a workbook, too, and under a wrong name."""
    for page in pages.PAGES:
        yield from table_files_of(page, forger.things)[::TABLE_STRIDE]
        first = addresses_of(page, forger.things)[0]
        yield from (table_file(first, name, "xlsx") for name in TABLES.get(page.address, {}))
        # Two slashes at its beginning would make the rest the name of a host.
        yield from (table_file(first, "nothing", suffix) for suffix in TABLE_KINDS if first != "/")


def _guesses(rule: Any, name: str, forger: Forger) -> Sequence[object]:
    """By the name of the part; one that is not known here has to be taught to the matrix."""
    if type(rule._converters[name]).__name__ == "IntegerConverter":
        return forger.ids
    known: dict[str, Sequence[object]] = {
        "suffix": SUFFIXES,
        "form": [*documents.FORMS, forger.names[0]],
        "register": [*REGISTERS, forger.names[0]],
        "picture": [*sorted(one.stem for one in GUIDES.glob("*.png"))[:2], forger.names[0]],
    }
    if name not in known:
        raise AssertionError(f"the matrix knows no <{name}> of {rule.rule}: teach it")
    return known[name]


def query_answers(viewer: Viewer, forger: Forger, module: str = "") -> Answers:
    """What every function of queries/ (or of one module) that takes a Reading returns for forged arguments."""
    answers: Answers = {}
    for name, function in asked_functions():
        for day, arguments in forged_arguments(function, forger) if name.startswith(module) else ():
            question = f"{name} {day} {arguments}"
            if question not in answers:
                answers[question] = query_answer(viewer, function, day, arguments)
    return answers


def forged_arguments(function: Callable[..., Any], forger: Forger) -> Iterator[tuple[str, dict[str, Any]]]:
    """Days and arguments for a query, each argument at least once."""
    parameters = list(inspect.signature(function).parameters.values())[1:]
    parameters = [one for one in parameters if one.kind is not inspect.Parameter.VAR_POSITIONAL]
    mixed = _mixed([_forged(one, forger) for one in parameters])
    for number, values in enumerate(itertools.islice(mixed, COMBINATIONS)):
        yield DAYS[number % len(DAYS)], dict(zip([one.name for one in parameters], values, strict=True))


def query_answer(viewer: Viewer, function: Callable[..., Any], day: str, arguments: Mapping[str, Any]) -> str:
    """What the query returns to the viewer, in words."""
    with read_session() as session:
        look = Reading(session, viewer, date.fromisoformat(day))
        try:
            return cleaned(_read(look, function(look, **arguments)))
        except CannotFilterError as refused:
            return f"can't be narrowed by {refused}"


def asked_functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every public function of queries/ that takes a Reading, where it is at home; SQL is taken by parts of others."""
    for module in pkgutil.iter_modules(queries.__path__):
        for name, function in list(vars(importlib.import_module(f"queries.{module.name}")).items()):
            if (
                not inspect.isfunction(function)
                or name.startswith("_")
                or function.__module__ != f"queries.{module.name}"
            ):
                continue
            asked = inspect.signature(function).parameters.values()
            kinds = [one.annotation for one in asked if one.kind is not inspect.Parameter.VAR_POSITIONAL]
            if kinds[:1] == [Reading] and not any(_is_sql(kind) for kind in kinds):
                yield f"{module.name}.{name}", function


def _is_sql(kind: Any) -> bool:
    kinds = [kind, *typing.get_args(kind), typing.get_origin(kind)]
    return any(
        isinstance(one, type) and issubclass(one, Select | FromClause | ColumnElement | SQLColumnExpression)
        for one in kinds
    )


def _mixed(arguments: Sequence[Sequence[Any]]) -> Iterator[tuple[Any, ...]]:
    """Every value of every argument at least once, and the first ones in every combination."""
    longest = max(map(len, arguments), default=1)
    yield from (tuple(values[number % len(values)] for values in arguments) for number in range(longest))
    yield from itertools.product(*(values[:4] for values in arguments))


def _forged(one: inspect.Parameter, forger: Forger) -> Sequence[Any]:
    """Values for an argument; a kind that is not known here has to be taught to the matrix."""
    named = [(one["level"], one["identity"]) for one in forger.things.places if "identity" in one]
    places = [Place(level, number, "…", number) for level, number in named if level is not Level.REGION]
    known: dict[Any, Sequence[Any]] = {
        int: [1, 2] if one.name in {"page", "size"} else [1] if one.name == "years" else forger.ids,
        str: COUNTS if "key" in one.name else ["", "ова", *forger.names],
        Place: [*places, REGION],
        Filters: [EVERYBODY, *(Filters(position=name) for name in forger.names)],
        Order: [Order(), Order("full_name", True)],
        ProviderRecord: [ProviderRecord(number, "…", None) for number in forger.ids],
        bool: [True, False],
        # The day of the events first: of another day there are none.
        date: [date.fromisoformat(str(day)) for day in (*STARTS, *DAYS)],
        Sequence[date]: [[date.fromisoformat(day) for day in DAYS]],
        # What was asked a moment ago of the same reading is not the forger's to say.
        Mapping[date, Counts]: [{}],
        Iterable[Place]: [[*places, REGION]],
        Sequence[str]: [list(forger.names)],
        Sequence[PlaceQuality]: [[PlaceQuality(place, {"rows_kept": 1, "rows_clean": 1}) for place in places]],
    }
    if isinstance(one.annotation, type) and issubclass(one.annotation, Enum):
        return list(one.annotation)
    for kind in (one.annotation, *typing.get_args(one.annotation)):
        if kind in known:
            return known[kind]
        if isinstance(kind, type) and issubclass(kind, Enum):
            return [None, *kind]
    if one.default is not inspect.Parameter.empty:
        return [one.default]
    raise AssertionError(f"the matrix knows no {one.annotation} for {one.name}: teach it")


def _read(look: Reading, answer: Any) -> str:
    if isinstance(answer, Select | FromClause):
        # Names go along in SQL for those who sort by them; whom they reach is told by what returns records.
        source = answer.subquery() if isinstance(answer, Select) else answer
        rows = select(*(column for column in source.c if column.key not in {"full_name", "name_key"}))
        return repr(sorted(map(repr, look.session.execute(rows).all())))
    if isinstance(answer, ColumnElement):
        # A condition is its text and its values; told by where it lies in memory, it differs by chance.
        condition = answer.compile()
        return repr((str(condition), condition.params))
    if isinstance(answer, types.GeneratorType):
        return repr(list(answer))
    if isinstance(answer, list) and answer and isinstance(answer[0], Base):
        # The hash of a file differs with its content, and tells nothing of it.
        return repr(
            [{key: value for key, value in vars(one).items() if key[0] != "_" and key != "file_hash"} for one in answer]
        )
    return repr(sorted(answer, key=repr) if isinstance(answer, set | frozenset) else answer)


def read_back(content: bytes) -> str:
    """The words of an answer, of a document or of an archive; what tells when it was made is left out."""
    if content.startswith(ZIPPED):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [name for name in sorted(archive.namelist()) if not name.startswith("docProps/")]
            return "\n".join(f"{name}: {read_back(archive.read(name))}" for name in members)
    if content.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    return content.decode("utf-8", "replace")


def cleaned(text: str) -> str:
    """Without what passes: moments, invented passwords, marks of a request."""
    text = re.sub(r"\\u[0-9a-f]{4}", lambda found: chr(int(found[0][2:], 16)), text)
    return PASSING.sub("…", text)


def differences(one: Answers, other: Answers) -> list[str]:
    """The questions that the two worlds answer differently."""
    # Said in few words: the answers are long, and comparing them letter by letter takes minutes.
    unasked = sorted(one.keys() ^ other.keys())
    if unasked:
        raise AssertionError(f"asked in one world only: {unasked[:3]}")
    return [question for question in one if one[question] != other[question]]
