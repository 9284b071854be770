"""Everything that leans on what Dash does not promise: a new version of Dash is tried here first.

The browser's part is assets/dash-internals.js, loaded before all other scripts. It leans on

- `document.createElement("style")`, by which Dash and plotly.js add styles: they get the nonce of the page;
- `fetch`, by which every request of Dash goes: the scripts hear of it as `dash:asked`, `dash:answered`, `dash:failed`;
- the events `_dashprivate_pushstate` and `_dashprivate_historychange` of links and addresses: the scripts hear of both
  and of the browser's `popstate` as `address:changed`;
- React as a global, and components looked up as `window[namespace][type]`: so the static tree is drawn.

tests/unit/test_dash_internals.py has a test of each item, tests/browser one of each item of the script.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, ClassVar

from dash import Dash, dash_table
from dash._utils import to_json
from dash.development.base_component import Component, ComponentMeta

ELEMENTS = "dash_html_components"
LINK = ("dash_core_components", "Link")
SCRIPT = "dash-internals.js"
NONCE = "{%style_nonce%}"
_TEXTS = frozenset({str, int, float, bool, type(None)})


# Elements that are quick to make. Dash asks of every component made which properties it may have: of a screen of five
# thousand that was half the time. A test asks it instead, of every component of every screen (tests/strict.py).


def quickened(example: Component) -> type[Component]:
    """The kind of the example under its own name; one that is made takes its properties as they are given."""
    kind = type(example)
    # What Dash gives to each component anew, though it is the same for all of a kind.
    common = {name: value for name, value in vars(example).items() if name not in example._prop_names}
    own = {"__module__": kind.__module__, "__doc__": kind.__doc__, "_children_props": kind._children_props}
    quick = ComponentMeta(kind.__name__, (kind,), {**own, **common, "_namespace": kind._namespace})
    quick.__init__ = _take
    return quick


def _take(component: Component, children: object = None, **properties: Any) -> None:
    component.children = children
    component.__dict__.update(properties)


# A tree of plain elements as one component. Dash watches every component of a page, at a cost that grows with the
# square of their number: a table of 43 places took 15 seconds to appear.


class Still(Component):
    """What assets/dash-internals.js draws in one go; made by dashboard/components/still.py."""

    _namespace = "dashboard"
    _type = "Still"
    _prop_names: ClassVar[list[str]] = ["tree"]
    _valid_wildcard_attributes: ClassVar[list[str]] = []
    available_properties: ClassVar[list[str]] = ["tree"]
    available_wildcard_properties: ClassVar[list[str]] = []

    def __init__(self, tree: Mapping[str, Any] | None = None) -> None:
        super().__init__(tree=tree)


def plain_tree(node: Any) -> Any:
    """Elements and links as tags, properties and children; TypeError at what a callback could listen to."""
    # Asked thousands of times for a screen: the very types first, for to ask of their kinds takes three times as long.
    kind = type(node)
    if kind in _TEXTS or isinstance(node, str):
        return node
    if kind is list or kind is tuple:
        return [plain_tree(one) for one in node]
    if kind is Still:
        return node.tree
    # As to_plotly_json does it, without asking each of some forty names whether it is there: a quick element has
    # nothing but its properties.
    props = vars(node).copy()
    plain = {"tag": _tag_of(node._namespace, node._type), "props": props}
    children = props.pop("children", None)
    if children is not None:
        plain["children"] = plain_tree(children)
    return plain


@lru_cache(maxsize=200)
def _tag_of(namespace: str, kind: str) -> str:
    if (namespace, kind) == LINK:
        return "Link"
    if namespace != ELEMENTS:
        raise TypeError(f"only plain elements and links can be still, not {kind}")
    return kind.lower()


# The app.


class NonceDash(Dash):
    """A Dash whose page carries a nonce of the request, where its index has NONCE."""

    def __init__(self, *args: Any, nonce: Callable[[], str], **kwargs: Any) -> None:
        self._nonce = nonce
        super().__init__(*args, **kwargs)

    def interpolate_index(self, **parts: Any) -> str:
        page: str = super().interpolate_index(**parts)
        return page.replace(NONCE, self._nonce())


def leave_out_grid() -> None:
    """Dash sends the scripts of its grid to every browser; nothing here is made of it."""
    dash_table._js_dist.clear()


def set_up(app: Dash) -> None:
    """Connect callbacks and scripts now: Dash does it at a worker's first request, when a browser already asks more."""
    app.server.test_client().get("/health")


def callback_answer(outputs: Mapping[str, Mapping[str, Any]]) -> str:
    """What Dash would answer to a callback with these properties of these components, letter by letter."""
    answer: str = to_json({"multi": True, "response": outputs})
    return answer
