"""A browser without a screen: signs in by the form, sends callbacks as Dash's scripts send them."""

import json
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

import brotli

PATIENCE = 600  # seconds: how long something takes is measured, not judged
SHOWING = ("frame-content.children", "frame-title.data")


@dataclass(frozen=True)
class Answer:
    """What came back, after how many milliseconds, in how many bytes."""

    status: int
    milliseconds: float
    body: bytes
    is_packed: bool

    @property
    def told(self) -> Any:
        """The answer of a callback."""
        return json.loads(self.text)

    @property
    def text(self) -> str:
        """What was sent, unpacked."""
        return (brotli.decompress(self.body) if self.is_packed else self.body).decode()

    @property
    def title(self) -> str:
        """What a shown page is called."""
        return str(self.told["response"]["frame-title"]["data"])


def callback_body(outputs: tuple[str, ...], inputs: dict[str, object], state: dict[str, object]) -> dict[str, Any]:
    """One callback as a browser sends it."""
    named = [_dotted(one) for one in outputs]
    return {
        "output": f"..{'...'.join(outputs)}.." if len(outputs) > 1 else outputs[0],
        "outputs": named if len(named) > 1 else named[0],
        "inputs": [{**_dotted(one), "value": value} for one, value in inputs.items()],
        "state": [{**_dotted(one), "value": value} for one, value in state.items()],
        "changedPropIds": [next(iter(inputs))],
    }


def page_body(address: str) -> dict[str, Any]:
    """The callback that shows the page of an address."""
    path, _, query = address.partition("?")
    said: dict[str, object] = {"frame-address.pathname": path, "frame-address.search": f"?{query}" if query else ""}
    return callback_body(SHOWING, said, {})


def search_body(text: str) -> dict[str, Any]:
    """The callback of the search box in the header."""
    said: dict[str, object] = {"search-everywhere.value": text}
    return callback_body(("search-found.children",), said, {"frame-address.search": ""})


def _dotted(name: str) -> dict[str, str]:
    identity, _, prop = name.rpartition(".")
    return {"id": identity, "property": prop}


@dataclass
class Browser:
    """A new connection for each request, so that every worker is asked; the cookies are kept."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def sign_in(self, login: str, password: str) -> None:
        """By the form, as people do."""
        self.get("/login")
        said = urlencode({"login": login, "password": password}).encode()
        answer = self._send("POST", "/login", said, "application/x-www-form-urlencoded")
        assert answer.status == 302, f"{login} was not let in: {answer.status}"

    def get(self, path: str) -> Answer:
        """A plain request."""
        return self._send("GET", path, None, None)

    def call(self, body: dict[str, Any]) -> Answer:
        """One callback."""
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
        came = answer.read()
        taken = (time.perf_counter() - start) * 1000
        for line in answer.headers.get_all("Set-Cookie") or []:
            self.cookies.update({name: one.value for name, one in SimpleCookie(line).items()})
        connection.close()
        return Answer(answer.status, taken, came, answer.headers.get("Content-Encoding") == "br")
