"""Everything that relies on undocumented behaviour of Dash; check it first when Dash is upgraded.

The browser's part is assets/dash-internals.js, loaded before all other scripts. It relies on

- `document.createElement("style")`, by which Dash and plotly.js add styles: they get the nonce of the page;
- `fetch`, which sends every request of Dash: the scripts get events `dash:asked`, `dash:answered`, `dash:failed`;
- the events `_dashprivate_pushstate` and `_dashprivate_historychange` of links and addresses: for both and for the
  browser's `popstate` the scripts get `address:changed`;
- React as a global and components at `window[namespace][type]`, which draw the static tree and what is drawn later.

tests/unit/test_dash_internals.py tests each item, and tests/browser each item of the script.
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


# Components without validation. Dash checks the properties of every component it creates: half the time of a screen of
# five thousand components. A test checks every component of every screen instead (tests/strict.py).


def unvalidated(example: Component) -> type[Component]:
    """A subclass of the example's class under the same name that takes its properties without validation."""
    kind = type(example)
    # Dash sets these on every instance, though they are the same for the whole class.
    common = {name: value for name, value in vars(example).items() if name not in example._prop_names}
    own = {"__module__": kind.__module__, "__doc__": kind.__doc__, "_children_props": kind._children_props}
    quick = ComponentMeta(kind.__name__, (kind,), {**own, **common, "_namespace": kind._namespace})
    quick.__init__ = _take
    return quick


def _take(component: Component, children: object = None, **properties: Any) -> None:
    component.children = children
    component.__dict__.update(properties)


# A tree of plain elements as one component. Dash tracks every component of a page, and the cost grows with the
# square of their number: a table of 43 places took 15 seconds to appear.


class Still(Component):
    """The component that assets/dash-internals.js draws at once; dashboard/components/still.py creates it."""

    _namespace = "dashboard"
    _type = "Still"
    _prop_names: ClassVar[list[str]] = ["tree"]
    _valid_wildcard_attributes: ClassVar[list[str]] = []
    available_properties: ClassVar[list[str]] = ["tree"]
    available_wildcard_properties: ClassVar[list[str]] = []

    def __init__(self, tree: Mapping[str, Any] | None = None) -> None:
        super().__init__(tree=tree)


# A component that is drawn only when it comes near the screen. What it holds is not asked for before: the scripts of
# plotly.js are a megabyte. No callback may name it or its inside, for Dash would wait for it.


class Later(Component):
    """The component that assets/dash-internals.js draws when it comes near the screen."""

    _namespace = "dashboard"
    _type = "Later"
    _prop_names: ClassVar[list[str]] = ["children"]
    _valid_wildcard_attributes: ClassVar[list[str]] = []
    available_properties: ClassVar[list[str]] = ["children"]
    available_wildcard_properties: ClassVar[list[str]] = []

    def __init__(self, children: Component | None = None) -> None:
        super().__init__(children=children)


def plain_tree(node: Any) -> Any:
    """Elements and links as tags, properties and children; raises TypeError when a callback could listen to one."""
    # This runs thousands of times for a screen: exact types come first, because isinstance takes three times as long.
    kind = type(node)
    if kind in _TEXTS or isinstance(node, str):
        return node
    if kind is list or kind is tuple:
        return [plain_tree(one) for one in node]
    if kind is Still:
        return node.tree
    # The same as to_plotly_json, without a check of some forty names: these elements have
    # no attributes but their properties.
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
    """A Dash app whose page has a nonce of the request where its index has NONCE."""

    def __init__(self, *args: Any, nonce: Callable[[], str], **kwargs: Any) -> None:
        self._nonce = nonce
        super().__init__(*args, **kwargs)

    def interpolate_index(self, **parts: Any) -> str:
        page: str = super().interpolate_index(**parts)
        return page.replace(NONCE, self._nonce())


def leave_out_grid() -> None:
    """Remove the scripts of Dash's grid, which no page uses."""
    dash_table._js_dist.clear()


def set_up(app: Dash) -> None:
    """Register callbacks and scripts now: Dash would do it at the first request, while others already come."""
    app.server.test_client().get("/health")


def callback_answer(outputs: Mapping[str, Mapping[str, Any]]) -> str:
    """The exact answer of Dash to a callback with these properties of these components."""
    answer: str = to_json({"multi": True, "response": outputs})
    return answer
