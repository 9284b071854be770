"""Requests that nobody's browser sends are refused in words: no fault of ours, no trace in the log."""

import json
import logging
import re
from collections.abc import Iterator

import pytest

import app
from tests.site import PAGE, SAME_ORIGIN, Visitor, signed_in, stranger
from tests.sizes import SIZES
from tests.village import accounts_of, build_village

ROLES = ("assessor", "ministry", "municipality", "school", "employee", "provider", "admin")
# By day three of the roles: what is odd is refused before the role matters.
SENDERS = ROLES if SIZES.is_night else ("assessor", "employee", "admin")
NUMBERS = ("0", "2147483648", "99999999999999999999", "9" * 400, "²", "١")
WORDS = ("x", "%00", "a%00b", "%ed%a0%80", "%ff", "..%2f..%2fetc", "a" * 3000, "%0a", "'")
PATHS = ("os/path.py", "dash/..%2f..%2fdash.py", "json/x.js", "dash_html_components/a%00.js", "x/y", "dash/x")
CALLS = "/_dash-update-component"
MULTIPART = {**SAME_ORIGIN, "Content-Type": "multipart/form-data; boundary=b"}
BROKEN_BODIES = (
    b"",
    b"--b",
    b"--b\r\n\r\n",
    b'--b\r\nContent-Disposition: form-data; name="list"\r\n\r\nx',
    b'--b\r\nContent-Disposition: form-data; name="files"; filename="\x00"\r\n\r\nx\r\n--b--',
    b'--b\r\nContent-Disposition: form-data; name="files"; filename="' + b"a" * 5000 + b'"\r\n\r\nx\r\n--b--',
    b"\xff\xfe" * 50,
)


@pytest.fixture(scope="module")
def odd_addresses() -> list[tuple[str, str]]:
    return sorted(set(_addresses()))


def _addresses() -> Iterator[tuple[str, str]]:
    """Every route with odd values, and every page, under every method."""
    for rule in app.server.url_map.iter_rules():
        methods = sorted((rule.methods or set()) - {"OPTIONS", "HEAD"})
        for number, word in [*((one, "docx") for one in NUMBERS), *(("1", one) for one in WORDS)]:
            address = re.sub(r"<int:\w+>", number, rule.rule)
            address = re.sub(r"<(?:path:|string:)?\w+>", word, address)
            yield from ((method, address) for method in methods)
    yield from (("GET", f"/_dash-component-suites/{path}") for path in PATHS)
    for word in WORDS:
        yield from (("GET", f"/{word}/table/places.csv"), ("GET", f"/region/table/{word}.csv"))
    for number in NUMBERS:
        for page in ("person", "organization", "municipality", "provider"):
            yield from (("GET", f"/{page}/{number}/table/spread.csv"), ("GET", f"/{page}/{number}"))
            yield "GET", f"/{page}/{number}/appendix1.docx"


@pytest.fixture
def logins(sqlite: str) -> dict[str, str]:
    return accounts_of(build_village())


@pytest.mark.parametrize("role", SENDERS)
def test_odd_addresses_are_no_fault(
    role: str, logins: dict[str, str], odd_addresses: list[tuple[str, str]], caplog: pytest.LogCaptureFixture
):
    visitor = signed_in(logins[role])
    assert len(odd_addresses) > 250
    for method, address in odd_addresses:
        if address.startswith(("/logout", "/password")):
            continue
        answer = visitor.client.open(address, method=method, headers=SAME_ORIGIN)
        assert answer.status_code < 500, (method, address)
        assert len(answer.data) < 5 << 20
    assert _faults(caplog) == []


def _faults(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [one.getMessage() for one in caplog.records if one.levelno >= logging.ERROR]


def odd_calls() -> dict[str, bytes]:
    """Bodies of callbacks that are none."""
    # A page that is made anew each time: of those that are kept, nobody asks Dash.
    call = _call(pathname="/imports")
    broken = {
        "not an object": [],
        "a number": 1,
        "nothing": None,
        "a text": "x",
        "no output": {**call, "output": None},
        "an unknown output": {**call, "output": "nobody.children"},
        "an output that is a list": {**call, "output": ["x"]},
        "no inputs": {**call, "inputs": []},
        "inputs that are a number": {**call, "inputs": 1},
        "inputs of other components": {**call, "inputs": [{"id": "x", "property": "y"}] * 2},
        "inputs that are lists": {**call, "inputs": [[], []]},
        "a state that nobody declared": {
            **_call(pathname="/imports"),
            "state": [{"id": "x", "property": "y", "value": 1}],
        },
        "other outputs": {**call, "outputs": []},
        "changes that are objects": {**call, "changedPropIds": [{}]},
        "half a letter": {**call, "changedPropIds": ["\ud800"]},
        "deep values": _call(json.loads("[" * 200 + "]" * 200)),
    }
    texts = {name: json.dumps(body).encode() for name, body in broken.items()}
    deep = b"[" * 100_000 + b"]" * 100_000
    return {
        **texts,
        "deep": deep,
        "half an object": b'{"a":' * 100_000,
        "no text": b"\xff",
        "a long number": b"9" * 9_000,
    }


def _call(search: object = "", pathname: object = "/region") -> dict[str, object]:
    inputs = [("frame-address", "pathname", pathname), ("frame-address", "search", search)]
    return {
        "output": f"..{'...'.join(PAGE)}..",
        "outputs": [dict(zip(("id", "property"), one.split("."), strict=True)) for one in PAGE],
        "inputs": [{"id": identity, "property": name, "value": value} for identity, name, value in inputs],
        "state": [],
        "changedPropIds": ["frame-address.pathname"],
    }


def sends(visitor: Visitor, body: bytes):
    return visitor.client.post(CALLS, data=body, content_type="application/json", headers=SAME_ORIGIN)


def test_odd_callbacks_are_refused(logins: dict[str, str], caplog: pytest.LogCaptureFixture):
    visitor = signed_in(logins["assessor"])
    assert sends(visitor, json.dumps(_call()).encode()).status_code == 200
    for name, body in odd_calls().items():
        assert sends(visitor, body).status_code == 400, name
    assert _faults(caplog) == []


@pytest.mark.parametrize("role", SENDERS)
def test_values_of_any_kind_are_no_fault(role: str, logins: dict[str, str], caplog: pytest.LogCaptureFixture):
    visitor = signed_in(logins[role])
    for value in (
        None,
        1,
        1e308,
        -1,
        True,
        [],
        {},
        [[["x"]]],
        {"points": 1},
        "\0",
        "?on=\0&find=\0",
        "?page=" + "9" * 99,
    ):
        for output, spec in app.app.callback_map.items():
            if "callback" not in spec:
                continue
            body = {
                "output": output,
                "outputs": [_named(one) for one in output.strip(".").split("...")],
                "inputs": [_filled(one, value) for one in spec["inputs"]],
                "state": [_filled(one, value) for one in spec["state"]],
                "changedPropIds": [_key(spec["inputs"][0])],
            }
            if len(body["outputs"]) == 1:
                body["outputs"] = body["outputs"][0]
            assert sends(visitor, json.dumps(body).encode()).status_code in {200, 204, 400, 404}, (output, value)
    assert _faults(caplog) == []


def _named(output: str) -> dict[str, str]:
    identity, _, name = output.partition("@")[0].rpartition(".")
    return {"id": identity, "property": name}


def _key(one: dict[str, str]) -> str:
    return f"{one['id'].replace('[', '').replace(']', '').replace('ALL', '1')}.{one['property']}"


def _filled(one: dict[str, str], value: object) -> object:
    if one["id"].startswith("{"):
        kind = next(iter(json.loads(one["id"])))
        return [{"id": {kind: "1"}, "property": one["property"], "value": value}]
    return {"id": one["id"], "property": one["property"], "value": value}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("address", ["/imports/upload", "/exports/order", "/imports/1/headings", "/login"])
def test_broken_forms_are_no_fault(role: str, address: str, logins: dict[str, str], caplog: pytest.LogCaptureFixture):
    visitor = signed_in(logins[role])
    for body in BROKEN_BODIES:
        assert visitor.client.post(address, data=body, headers=MULTIPART).status_code < 500, body
    assert _faults(caplog) == []


def test_odd_addresses_of_strangers_are_no_fault(
    sqlite: str, odd_addresses: list[tuple[str, str]], caplog: pytest.LogCaptureFixture
):
    visitor = stranger()
    for method, address in odd_addresses:
        assert visitor.client.open(address, method=method, headers=SAME_ORIGIN).status_code < 500, address
    assert _faults(caplog) == []
