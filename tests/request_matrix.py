"""Forged requests to every page, callback, route and query of the running app.

Two worlds differ only in what a role must not see. Both must give the role the same answer to every request: a name,
a number or an order from outside its scope would make the answers differ.
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
from numpy import ndarray
from pandas import DataFrame
from sqlalchemy import Select, SQLColumnExpression, select
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause
from werkzeug.routing import IntegerConverter

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
from queries.filters import EVERYBODY, Filters
from queries.imports import AcceptedRun
from queries.lists import Order
from queries.quality import PlaceQuality
from queries.registry_filters import ALL_ROWS, RegistryFilters
from queries.small_groups import WithheldError
from tests.addresses_of_pages import COUNTS, Filling, Things, addresses_of, filled_addresses_of, table_files_of
from tests.request_values import VALUES
from tests.site import Visitor
from tests.sizes import SIZES
from timeline.facts_of_staff import FactKind
from timeline.store import state_span
from web import documents, health

DAYS = ("2026-09-30", "2026-11-01")
# The first days of the events in the worlds.
STARTS = (20260401,)
SUFFIXES = ("xlsx", "docx", "pdf", "csv", "zip")
TABLE_KINDS = ("csv", "xlsx")
# The first id, one outside the school, one outside the municipality, one that does not exist.
TELLING = (1, 3, 6, 999_999) if SIZES.is_night else (1, 6)
# By day every fifth table of a page; no page with places has a multiple of five, so that each table has its turn.
TABLE_STRIDE = 1 if SIZES.is_night else 5
# Combinations of arguments for each query; the first of them hold every value once.
COMBINATIONS = 32 if SIZES.is_night else 6
# Parts of an answer that differ each time: moments, invented passwords, tokens.
PASSING = re.compile(
    r"\d\d\.\d\d\.\d{4}, \d\d:\d\d|\b4\d{4}\.\d{5,}\b|datetime\.datetime\([^)]*\)"
    r"|\b[0-9a-f]{4}(?:-[0-9a-f]{4}){3}\b|[\w-]{30,}|\b[0-9a-f]{8}\b"
)
ZIPPED = b"PK\x03\x04"
Answers = dict[str, str]
ROW_IDS = ("spell_id", "person_id", "route_id", "result_id")
KEYS = {"procedure": ("оценка",)}


@dataclass(frozen=True)
class Forger:
    """What a forger guesses: ids inside and outside the scope, and names from the registers."""

    ids: Sequence[int]
    names: Sequence[str]
    things: Things

    def queries(self) -> Iterator[str]:
        """Query strings with dates, filters, searches and orders."""
        for day in DAYS:
            yield f"?on={day}"
        yield f"?on={DAYS[0]}&search=ова&sort=full_name&order=desc&page=2&queue=1&bars=1"
        yield f"?on={DAYS[1]}&position={self.names[0]}&procedure={self.names[-1]}&sort=position&search=%25"

    def addresses(self) -> Iterator[str]:
        """Every page of the site with every id."""
        for page in pages.PAGES:
            yield from addresses_of(page, self.things)

    def questions(self) -> Iterator[str]:
        """Every address with a query; by night with all queries where the address names one thing."""
        every = list(self.queries())
        for page in pages.PAGES:
            for number, (address, filling) in enumerate(filled_addresses_of(page, self.things)):
                turn = self._turn(filling) if SIZES.is_night else number
                is_asked_all = SIZES.is_night and self._is_plain(filling)
                yield from (address + query for query in (every if is_asked_all else [every[turn % len(every)]]))

    def _turn(self, filling: Filling) -> int:
        return sum(self.ids.index(one) for one in filling.values() if one in self.ids)

    def _is_plain(self, filling: Filling) -> bool:
        """Whether the filling is consistent: a region without id, and the first id for the second of two things."""
        named = [one for name, one in filling.items() if name != "level"]
        return not (named and filling.get("level") is Level.REGION) and set(named[1:]) <= {self.ids[0], *STARTS}


def page_answers(visitor: Visitor, forger: Forger) -> Answers:
    """The screen at every address."""
    return {question: without_volatile(visitor.opens(question)) for question in dict.fromkeys(forger.questions())}


def callbacks_of_the_server() -> dict[str, Any]:
    """Every registered callback that runs on the server, by its output."""
    return {output: spec for output, spec in app.app.callback_map.items() if "callback" in spec}


def callback_answers(visitor: Visitor, forger: Forger) -> Answers:
    """The answer of every callback to forged inputs and states."""
    visitor.client.get("/_dash-dependencies")
    answers: Answers = {}
    for output, spec in callbacks_of_the_server().items():
        for number, chosen in enumerate(forged_calls(spec, forger)):
            question = f"{output} {number} {[value for _, value in chosen]}"
            answers[question] = _call(visitor, output, chosen, len(spec["inputs"]))
    return answers


def forged_calls(spec: Mapping[str, Any], forger: Forger) -> Iterator[list[tuple[Mapping[str, Any], Any]]]:
    """Calls with forged inputs and states, each value at least once."""
    values_of = [(one, forged_values(one, forger)) for one in (*spec["inputs"], *spec["state"])]
    for number in range(max(len(values) for _, values in values_of)):
        yield [(one, values[number % len(values)]) for one, values in values_of]


def forged_values(one: Mapping[str, Any], forger: Forger) -> list[Any]:
    """Forged values of an input or a state, by the name of its property."""
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
    values = [_dash_values(one, value) for one, value in chosen]
    first = values[0][0] if isinstance(values[0], list) else values[0]
    identity = first["id"] if isinstance(first["id"], str) else json.dumps(first["id"], separators=(",", ":"))
    outputs = [_spec(name) for name in output.strip(".").split("...")]
    answer = visitor.client.post(
        "/_dash-update-component",
        json={
            "output": output,
            "outputs": outputs if output.startswith("..") else outputs[0],
            "inputs": values[:inputs],
            "state": values[inputs:],
            "changedPropIds": [f"{identity}.{first['property']}"],
        },
    )
    assert answer.status_code < 500, f"{output} breaks on {[value for _, value in chosen]}"
    return without_volatile(f"{answer.status_code} {answer.get_data(as_text=True)}")


def _dash_values(one: Mapping[str, Any], value: Any) -> Any:
    """An input as a browser sends it; a pattern becomes one element with a forged key."""
    identity = one["id"]
    if not str(identity).startswith("{"):
        return {"id": str(identity), "property": one["property"], "value": value}
    keys = {name: (value if isinstance(value, str | int) else 1) for name in json.loads(identity)}
    return [{"id": keys, "property": one["property"], "value": value}]


def _spec(name: str) -> dict[str, str]:
    identity, _, prop = name.rpartition(".")
    return {"id": identity, "property": prop}


def route_answers(visitor: Visitor, forger: Forger) -> Answers:
    """The answer of every route to GET requests with forged addresses."""
    queries_in_turn = itertools.cycle((f"?on={DAYS[0]}", f"?on={DAYS[1]}&search=ова", f"?on={DAYS[1]}&sort=position"))
    answers: Answers = {}
    for rule in routes_to_get():
        for address in route_addresses(rule, forger):
            question = address + next(queries_in_turn)
            answer = visitor.client.get(question)
            assert answer.status_code < 500, f"{question} breaks"
            answers[question] = f"{answer.status_code} {without_volatile(read_back(answer.data))}"
    return answers


def routes_to_get() -> list[Any]:
    """Every route for GET, without those of Dash's packages and those of watchers, which tell of clocks."""
    rules = [one for one in app.server.url_map.iter_rules() if "GET" in (one.methods or ())]
    return [one for one in rules if one.endpoint not in health.OPEN and not str(one.endpoint).startswith("/_dash-comp")]


def route_addresses(rule: Any, forger: Forger) -> Iterator[str]:
    """The addresses of a route with forged parts."""
    if rule.rule == TABLE_FILE:
        yield from table_addresses(forger)
    if "path" in rule.rule:
        return
    names = re.findall(r"<(?:\w+:)?(\w+)>", rule.rule)
    for values in itertools.product(*(_guesses(rule, name, forger) for name in names)):
        filling = dict(zip(names, values, strict=True))
        if filling.get("suffix") in SUFFIXES[1:] and filling.get("identity", TELLING[0]) not in TELLING:
            continue  # the same content for the same id in another format
        filled = iter(values)
        yield re.sub(r"<[^>]+>", lambda _found, filled=filled: str(next(filled)), rule.rule)


def table_addresses(forger: Forger) -> Iterator[str]:
    """Every table of every screen with every id; the first also as a workbook and under a wrong name."""
    for page in pages.PAGES:
        yield from table_files_of(page, forger.things)[::TABLE_STRIDE]
        first = addresses_of(page, forger.things)[0]
        yield from (table_file(first, name, "xlsx") for name in TABLES.get(page.address, {}))
        # An address that begins with two slashes would name a host.
        yield from (table_file(first, "nothing", suffix) for suffix in TABLE_KINDS if first != "/")


def _guesses(rule: Any, name: str, forger: Forger) -> Sequence[object]:
    """Values for a part of an address; raises AssertionError for an unknown part."""
    if isinstance(rule._converters[name], IntegerConverter):
        return forger.ids
    guesses: dict[str, Sequence[object]] = {
        "suffix": SUFFIXES,
        "form": [*documents.FORMS, forger.names[0]],
        "register": [*REGISTERS, forger.names[0]],
        "picture": [*sorted(one.stem for one in GUIDES.glob("*.png"))[:2], forger.names[0]],
    }
    if name not in guesses:
        raise AssertionError(f"no values for <{name}> of {rule.rule}: add them to the request matrix")
    return guesses[name]


def query_answers(viewer: Viewer, forger: Forger, module: str = "") -> Answers:
    """The results of every query, or of one module, for forged arguments."""
    answers: Answers = {}
    for name, function in query_functions():
        for day, arguments in forged_arguments(function, forger) if name.startswith(module) else ():
            question = f"{name} {day} {arguments}"
            if question not in answers:
                answers[question] = query_answer(viewer, function, day, arguments)
    return answers


def forged_arguments(function: Callable[..., Any], forger: Forger) -> Iterator[tuple[str, dict[str, Any]]]:
    """Days and arguments for a query, each value at least once."""
    parameters = list(inspect.signature(function).parameters.values())[1:]
    parameters = [one for one in parameters if one.kind is not inspect.Parameter.VAR_POSITIONAL]
    mixed = _combinations([_argument_values(one, forger) for one in parameters])
    for number, values in enumerate(itertools.islice(mixed, COMBINATIONS)):
        yield DAYS[number % len(DAYS)], dict(zip([one.name for one in parameters], values, strict=True))


def query_answer(viewer: Viewer, function: Callable[..., Any], day: str, arguments: Mapping[str, Any]) -> str:
    """The result of the query for the viewer, as text."""
    with read_session() as session:
        reading = Reading(session, viewer, date.fromisoformat(day))
        try:
            return without_volatile(_read(reading, function(reading, **arguments)))
        except WithheldError:
            return "403 withheld"


def query_functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every public function of queries/ with a Reading first; what takes SQL, frames or facts is a part of others."""
    for module in pkgutil.iter_modules(queries.__path__):
        for name, function in list(vars(importlib.import_module(f"queries.{module.name}")).items()):
            if not inspect.isfunction(function) or function.__module__ != f"queries.{module.name}" or name[0] == "_":
                continue
            parameters = inspect.signature(function).parameters.values()
            kinds = [one.annotation for one in parameters if one.kind is not inspect.Parameter.VAR_POSITIONAL]
            if kinds[:1] == [Reading] and not any(map(_is_of_part, kinds)):
                yield f"{module.name}.{name}", function


def _is_of_part(kind: Any) -> bool:
    kinds = [kind, typing.get_origin(kind), *typing.get_args(kind), *map(typing.get_origin, typing.get_args(kind))]
    return any(
        isinstance(one, type)
        and issubclass(one, Select | FromClause | ColumnElement | SQLColumnExpression | DataFrame | ndarray | FactKind)
        for one in kinds
    )


def _combinations(arguments: Sequence[Sequence[Any]]) -> Iterator[tuple[Any, ...]]:
    """Every value of every argument once, then the combinations of the first four."""
    longest = max(map(len, arguments), default=1)
    yield from (tuple(values[number % len(values)] for values in arguments) for number in range(longest))
    yield from itertools.product(*(values[:4] for values in arguments))


def _argument_values(one: inspect.Parameter, forger: Forger) -> Sequence[Any]:
    """Values for an argument; raises AssertionError for an unknown type."""
    named = [(one["level"], one["identity"]) for one in forger.things.places if "identity" in one]
    places = [Place(level, number, "…", number) for level, number in named if level is not Level.REGION]
    values_of: dict[Any, Sequence[Any]] = {
        int: [1, 2] if one.name in {"page", "size"} else [1] if one.name == "years" else forger.ids,
        str: KEYS.get(one.name.rpartition("_")[0], COUNTS) if "key" in one.name else ["", "ова", *forger.names],
        Place: [*places, REGION],
        Filters: [EVERYBODY, *(Filters(position=name) for name in forger.names)],
        Order: [Order(), Order("full_name", True)],
        ProviderRecord: [ProviderRecord(number, "…", None) for number in forger.ids],
        bool: [True, False],
        date: [date.fromisoformat(str(day)) for day in (*STARTS, *DAYS)],  # the day of the events first
        Iterable[int]: [forger.ids],
        Sequence[date]: [[date.fromisoformat(day) for day in DAYS]],
        Mapping[date, Counts]: [{}],  # of the same reading: no forger can set them
        Sequence[Mapping[str, Any]]: [[dict.fromkeys(ROW_IDS, number) for number in forger.ids]],
        RegistryFilters: [ALL_ROWS, *(RegistryFilters(provider_id=number) for number in TELLING)],
        Iterable[Place]: [[*places, REGION]],
        Sequence[str]: [list(forger.names)],
        **VALUES,
        Sequence[PlaceQuality]: [[PlaceQuality(place, {"rows_kept": 1, "rows_clean": 1}) for place in places]],
    }
    if isinstance(one.annotation, type) and issubclass(one.annotation, Enum):
        return list(one.annotation)
    for kind in (one.annotation, *typing.get_args(one.annotation)):
        if kind in values_of:
            return values_of[kind]
        if isinstance(kind, type) and issubclass(kind, Enum):
            return [None, *kind]
    if one.default is not inspect.Parameter.empty:
        return [one.default]
    raise AssertionError(f"no values for {one.annotation} of {one.name}: add them to the request matrix")


def _read(reading: Reading, answer: Any) -> str:
    if isinstance(answer, Select) and not answer.column_descriptions:
        answer = answer.add_columns(state_span.c.person_id)  # a part of others: it tells whom they count
    if isinstance(answer, Select | FromClause):
        # SQL selects names for sorting; queries that return records show who gets them.
        source = answer.subquery() if isinstance(answer, Select) else answer
        rows = select(*(column for column in source.c if column.key not in {"full_name", "name_key"}))
        return repr(sorted(map(repr, reading.session.execute(rows).all())))
    if isinstance(answer, DataFrame):
        return repr(sorted(answer.to_csv(index=False).splitlines()))  # rows come in no order
    if isinstance(answer, ColumnElement):
        # The repr of a condition holds its address in memory.
        condition = answer.compile()
        return repr((str(condition), condition.params))
    if isinstance(answer, list) and answer and isinstance(answer[0], ColumnElement):
        return repr([_read(reading, one) for one in answer])
    if isinstance(answer, types.GeneratorType):
        return repr(list(answer))
    if isinstance(answer, list) and answer and isinstance(answer[0], Base):
        return repr([_columns(one) for one in answer])
    if isinstance(answer, list) and answer and isinstance(answer[0], AcceptedRun):
        return repr([(_columns(one.run), one.accepted_by) for one in answer])
    return repr(sorted(answer, key=repr) if isinstance(answer, set | frozenset) else answer)


def _columns(row: Base) -> dict[str, Any]:
    # The hash of a file differs in both worlds and reveals nothing.
    return {key: value for key, value in vars(row).items() if key[0] != "_" and key != "file_hash"}


def read_back(content: bytes) -> str:
    """The text of an answer, a document or an archive, without the time of its making."""
    if content.startswith(ZIPPED):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [name for name in sorted(archive.namelist()) if not name.startswith("docProps/")]
            return "\n".join(f"{name}: {read_back(archive.read(name))}" for name in members)
    if content.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    return content.decode("utf-8", "replace")


def without_volatile(text: str) -> str:
    """The text without what differs each time: moments, invented passwords, tokens."""
    text = re.sub(r"\\u[0-9a-f]{4}", lambda match: chr(int(match[0][2:], 16)), text)
    return PASSING.sub("…", text)


def differences(one: Answers, other: Answers) -> list[str]:
    """The questions with different answers in the two worlds."""
    # The message stays short: pytest takes minutes to compare long answers.
    unasked = sorted(one.keys() ^ other.keys())
    if unasked:
        raise AssertionError(f"asked in one world only: {unasked[:3]}")
    return [question for question in one if one[question] != other[question]]
