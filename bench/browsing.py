"""A client without a screen: signs in by the form and sends callbacks as Dash's scripts do."""

import json
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

import brotli

PATIENCE = 600  # seconds; slow answers are measured, not failed
SHOWING = ("frame-content.children", "frame-title.data")


@dataclass(frozen=True)
class Answer:
    """An answer, its time in milliseconds, and its body as sent."""

    status: int
    milliseconds: float
    body: bytes
    is_packed: bool

    @property
    def payload(self) -> Any:
        """The JSON of a callback's answer."""
        return json.loads(self.text)

    @property
    def text(self) -> str:
        """The unpacked body."""
        return (brotli.decompress(self.body) if self.is_packed else self.body).decode()

    @property
    def title(self) -> str:
        """The title of the page."""
        return str(self.payload["response"]["frame-title"]["data"])


def callback_body(outputs: tuple[str, ...], inputs: dict[str, object], state: dict[str, object]) -> dict[str, Any]:
    """The body of one callback."""
    specs = [_property_spec(one) for one in outputs]
    return {
        "output": f"..{'...'.join(outputs)}.." if len(outputs) > 1 else outputs[0],
        "outputs": specs if len(specs) > 1 else specs[0],
        "inputs": [{**_property_spec(one), "value": value} for one, value in inputs.items()],
        "state": [{**_property_spec(one), "value": value} for one, value in state.items()],
        "changedPropIds": [next(iter(inputs))],
    }


def page_body(address: str) -> dict[str, Any]:
    """The callback that shows the page at an address."""
    path, _, query = address.partition("?")
    inputs: dict[str, object] = {"frame-address.pathname": path, "frame-address.search": f"?{query}" if query else ""}
    return callback_body(SHOWING, inputs, {})


def search_body(text: str) -> dict[str, Any]:
    """The callback of the search box in the header."""
    inputs: dict[str, object] = {"search-everywhere.value": text}
    return callback_body(("search-found.children",), inputs, {"frame-address.search": ""})


def _property_spec(name: str) -> dict[str, str]:
    identity, _, prop = name.rpartition(".")
    return {"id": identity, "property": prop}


@dataclass
class Browser:
    """A client with cookies; each request has its own connection, so that all workers get some."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def sign_in(self, login: str, password: str) -> None:
        """Sign in by the form."""
        self.get("/login")
        form = urlencode({"login": login, "password": password}).encode()
        answer = self._send("POST", "/login", form, "application/x-www-form-urlencoded")
        assert answer.status == 302, f"{login} was not let in: {answer.status}"

    def get(self, path: str) -> Answer:
        """A GET request."""
        return self._send("GET", path, None, None)

    def call(self, body: dict[str, Any]) -> Answer:
        """A callback."""
        return self._send("POST", "/_dash-update-component", json.dumps(body).encode(), "application/json")

    def _send(self, method: str, path: str, body: bytes | None, kind: str | None) -> Answer:
        headers = {
            "Accept-Encoding": "br",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Origin": f"http://127.0.0.1:{self.port}",
            **({"Content-Type": kind} if kind else {}),
        }
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        start = time.perf_counter()
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        content = answer.read()
        milliseconds = (time.perf_counter() - start) * 1000
        for line in answer.headers.get_all("Set-Cookie") or []:
            self.cookies.update({name: cookie.value for name, cookie in SimpleCookie(line).items()})
        connection.close()
        return Answer(answer.status, milliseconds, content, answer.headers.get("Content-Encoding") == "br")
