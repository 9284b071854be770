"""A client of the site: sign in, open an address, read the answer."""

from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient

import app
from access import accounts
from dashboard.markup import VOID
from model.accounts import Role
from model.database import write_session

PASSWORD = "Проверка-2026"
# The header that a browser adds to forms of this site.
SAME_ORIGIN = {"Origin": "http://localhost"}


def open_account(role: Role, object_id: int | None = None, *, personal_data: bool = False) -> str:
    """Create an account with one grant, or add the grant; return the login."""
    name = f"{role}-{object_id or 'all'}{'-personal' if personal_data else ''}"
    with write_session() as session:
        account = accounts.account_by_login(session, name) or accounts.create(session, name, PASSWORD, by="test")
        accounts.grant(session, account, role, object_id, personal_data=personal_data, by="test")
    return name


@dataclass
class Visitor:
    """A browser, signed in or not."""

    client: FlaskClient

    def opens(self, address: str) -> str:
        """Return everything that the server sends for the address, as the text of Dash's components."""
        path, _, query = address.partition("?")
        answer = self.call(
            {"frame-content.children": None, "frame-title.data": None},
            {"frame-address.pathname": path, "frame-address.search": f"?{query}" if query else ""},
        )
        assert answer.status_code == 200, answer.status
        return str(unfolded(answer.json))

    def posts(self, address: str, **fields: str):
        """Send a form as a browser does, with the origin of the page."""
        return self.client.post(address, data=fields, headers=SAME_ORIGIN)

    def leaves(self):
        """Sign out."""
        return self.posts("/logout")

    def call(self, outputs: dict[str, None], inputs: dict[str, object], state: dict[str, object] | None = None):
        """Call one callback as a browser or a forger would."""
        named = [_dash_property(one) for one in outputs]
        output = f"..{'...'.join(outputs)}.." if len(outputs) > 1 else next(iter(outputs))
        return self.client.post(
            "/_dash-update-component",
            json={
                "output": output,
                "outputs": named if len(named) > 1 else named[0],
                "inputs": [{**_dash_property(one), "value": value} for one, value in inputs.items()],
                "state": [{**_dash_property(one), "value": value} for one, value in (state or {}).items()],
                "changedPropIds": [next(iter(inputs))],
            },
        )


def _dash_property(name: str) -> dict[str, str]:
    identity, _, prop = name.rpartition(".")
    return {"id": identity, "property": prop}


def unfolded(node: Any) -> Any:
    """The answer of Dash with elements in place of the HTML of static trees."""
    if isinstance(node, list):
        return [unfolded(one) for one in node]
    if not isinstance(node, dict):
        return node
    if (node.get("namespace"), node.get("type")) != ("dashboard", "Still"):
        return {name: unfolded(value) for name, value in node.items()}
    props, live = node["props"], unfolded(node["props"].get("children", []))
    if "html" not in props:
        return element(props["tag"], props["props"], live)
    reader = ElementReader()
    for place, piece in enumerate(props["html"]):
        if place:
            size = props["slots"][place - 1]
            reader.open[-1][2].extend(live[:size])
            live = live[size:]
        reader.feed(piece)
    reader.close()
    return element(props["tag"], props["props"], reader.open[0][2])


def element(tag: str, props: dict[str, Any], children: list[Any]) -> dict[str, Any]:
    """An element as Dash sends it."""
    inner = children[0] if len(children) == 1 else children
    return {"props": {**({"children": inner} if children else {}), **props}, "type": tag}


class ElementReader(HTMLParser):
    """Reads the HTML of a static tree; `open` are the elements not closed yet: tag, properties, children."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, Any], list[Any]]] = [("", {}, [])]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = [one for one in attrs if one[0] not in ("data-slot", "data-link")]
        self.open.append((tag, {"className" if name == "class" else name: value for name, value in own}, []))
        if tag in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        last = self.open.pop()
        assert last[0] == tag, (last, tag)
        self.open[-1][2].append(element(*last))

    def handle_data(self, data: str) -> None:
        children = self.open[-1][2]
        if children and isinstance(children[-1], str):
            children[-1] += data
        else:
            children.append(data)


def stranger() -> Visitor:
    """A client that is not signed in."""
    return Visitor(app.server.test_client())


def signed_in(name: str) -> Visitor:
    """A client that has signed in by the form."""
    visitor = stranger()
    answer = visitor.client.post("/login", data={"login": name, "password": PASSWORD})
    assert answer.status_code == 302, answer.status
    return visitor


PAGE = {"frame-content.children": None, "frame-title.data": None}
REGION = {"frame-address.pathname": "/region", "frame-address.search": ""}


def try_to_sign_in(login: str, password: str, client: FlaskClient | None = None, address: str = "127.0.0.1"):
    """Send the sign-in form."""
    client = client or app.server.test_client()
    fields = {"login": login, "password": password}
    return client.post("/login", data=fields, environ_overrides={"REMOTE_ADDR": address})


def is_in(visitor: Visitor) -> bool:
    return visitor.call(PAGE, REGION).status_code == 200


def signed_in_with(login: str, password: str) -> Visitor:
    visitor = stranger()
    try_to_sign_in(login, password, visitor.client)
    return visitor
