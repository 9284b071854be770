"""Everything that relies on undocumented behaviour of Dash; check it first when Dash is upgraded.

The browser's part is assets/dash-internals.js, loaded before all other scripts. It relies on

- `document.createElement("style")`, by which Dash and plotly.js add styles: they get the nonce of the page;
- `fetch`, which sends every request of Dash: the scripts get events `dash:asked`, `dash:answered`, `dash:failed`;
- the events `_dashprivate_pushstate` and `_dashprivate_historychange` of links and addresses: for both and for the
  browser's `popstate` the scripts get `address:changed`;
- React as a global and components at `window[namespace][type]`, which draw the static tree and what is drawn later.

tests/unit/test_dash_internals.py tests each item, and tests/browser each item of the script.
"""

import json
import re
from collections.abc import Callable, Mapping
from copy import copy
from functools import lru_cache, partial
from html import escape
from itertools import accumulate, pairwise
from typing import Any, ClassVar

from dash import Dash, dash_table
from dash._utils import to_json
from dash.development.base_component import Component, ComponentMeta
from markupsafe import Markup

from dashboard.markup import Live, cut_markup, held_live, markup, style_rules, with_choice

ELEMENTS = "dash_html_components"
LINK = ("dash_core_components", "Link")
SCRIPT = "dash-internals.js"
NONCE = "{%style_nonce%}"
_PLACEHOLDER = re.compile(r"\{%(title|app_entry|style_nonce|release:([\w./-]+))%\}")
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
# square of their number: a table of 43 places took 15 seconds to appear. The tree is sent as HTML. Where it holds
# something that Dash draws, as a field, the HTML is cut: the element around it is a slot, and what is in it are
# children of the component.


class Still(Component):
    """The component whose HTML assets/dash-internals.js puts into the page."""

    _namespace = "dashboard"
    _type = "Still"
    _prop_names: ClassVar[list[str]] = ["tree"]
    _valid_wildcard_attributes: ClassVar[list[str]] = []
    available_properties: ClassVar[list[str]] = ["tree"]
    available_wildcard_properties: ClassVar[list[str]] = []

    def __init__(self, tree: Mapping[str, Any] | None = None) -> None:
        super().__init__(tree=tree)

    def to_plotly_json(self) -> dict[str, Any]:
        """The root, and what is in it: HTML cut at its slots with their sizes, or children that Dash draws."""
        root = with_choice(self.tree)
        props = {"tag": root["tag"], "props": root["props"]}
        held = held_live(root.get("children"))
        pieces, slots = ([], [held]) if held else cut_markup(root.get("children"))
        if slots:
            props["children"] = [_component_of(child) for one in slots for child in one]
        if not held:
            props |= {"html": pieces, "slots": [len(one) for one in slots]}
        return {"namespace": self._namespace, "type": self._type, "props": props}


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


def _component_of(child: Any) -> Any:
    if isinstance(child, Live):
        return child.component
    return Still(tree=child) if isinstance(child, Mapping) else child


def _refuse(node: Component) -> Any:
    raise TypeError(f"only plain elements and links can be still, not {node._type}")


def plain_tree(node: Any, live: Callable[[Component], Any] = _refuse) -> Any:
    """Elements and links as tags, properties and children, and what `live` makes of anything else.

    Raises TypeError for a component that a callback could listen to, unless `live` is given.
    """
    # This runs thousands of times for a screen: exact types come first, because isinstance takes three times as long.
    kind = type(node)
    if kind in _TEXTS or isinstance(node, str):
        return node
    if kind is list or kind is tuple:
        return [plain_tree(one, live) for one in node]
    if kind is Still:
        return node.tree
    tag = _tag_of(node._namespace, node._type)
    # The same as to_plotly_json, without a check of some forty names: these elements have
    # no attributes but their properties.
    props = vars(node).copy()
    if tag is None or (live is not _refuse and _is_named(props.get("id"))):
        return live(node)
    plain = {"tag": tag, "props": props}
    children = props.pop("children", None)
    if children is not None:
        plain["children"] = plain_tree(children, live)
    return plain


@lru_cache(maxsize=200)
def _tag_of(namespace: str, kind: str) -> str | None:
    if (namespace, kind) == LINK:
        return "Link"
    return kind.lower() if namespace == ELEMENTS else None


# The ids that callbacks name. A dict stands for a pattern.
_NAMED: set[str] = set()


def _is_named(identity: Any) -> bool:
    return isinstance(identity, dict) or identity in _NAMED


def folded(screen: Component) -> Component:
    """The screen as one component, in which only what callbacks name and components other than elements are Dash's."""
    tree = plain_tree(screen, _keep_live)
    component: Component = tree.component if isinstance(tree, Live) else Still(tree=tree)
    return component


def _keep_live(node: Component) -> Live:
    if node._namespace != ELEMENTS or not getattr(node, "children", None):
        return Live(node)
    parts = node.children if isinstance(node.children, list | tuple) else [node.children]
    place = copy(node)
    place.children = [folded(one) if isinstance(one, Component) else one for one in parts]
    return Live(place)


# The app.


class FirstScreenDash(Dash):
    """A Dash app whose page has the first screen in it, as HTML and as the answers to the first requests of Dash.

    `first_answer` gives the answer of the callback that shows the address of the request, and `of_release` the address
    of a file of the release by its name. A page has a nonce of its request where its index has NONCE.
    """

    def __init__(
        self,
        *args: Any,
        nonce: Callable[[], str],
        first_answer: Callable[[], str],
        of_release: Callable[[str], str],
        **kwargs: Any,
    ) -> None:
        self._nonce, self._first_answer, self._of_release = nonce, first_answer, of_release
        super().__init__(*args, **kwargs)

    def interpolate_index(self, **parts: Any) -> str:
        del parts["title"], parts["app_entry"]
        layout, answer = to_json(self.get_layout()), self._first_answer()
        values = json.loads(answer)["response"]
        screen = markup(first_tree(_with_values(json.loads(layout), values)))
        values_of_page = {
            "title": escape(self._title_of(values)),
            "app_entry": _entry(screen, self._nonce(), (layout, to_json(self._callback_list), _without_html(values))),
            "style_nonce": self._nonce(),
        }
        # All at once: what a screen holds is never read for placeholders.
        page: str = super().interpolate_index(**parts, title="{%title%}", app_entry="{%app_entry%}")
        return _PLACEHOLDER.sub(lambda match: values_of_page.get(match[1]) or self._of_release(match[2]), page)

    def _title_of(self, values: Mapping[str, Any]) -> str:
        name = next((value["data"] for value in values.values() if "data" in value), "")
        return f"{name} — {self.title}" if name else str(self.title)

    def _generate_scripts_html(self) -> str:
        # assets/dash-internals.js loads the scripts and starts them once the page is drawn.
        super()._generate_scripts_html()
        return '<link rel="preload" as="script" href="{%release:dash_renderer.js%}" data-src="dash_renderer">'

    def _generate_renderer(self) -> str:
        return '<script id="_dash-renderer" type="text/plain"></script>'


def _entry(screen: str, nonce: str, answers: tuple[str, ...]) -> str:
    """The first screen, the place where Dash will draw, and the answers to its first requests."""
    # No «<» may end the script; JSON can write it otherwise.
    texts = zip(("layout", "dependencies", "screen"), (one.replace("<", "\\u003c") for one in answers), strict=True)
    data = "".join(f'<script type="application/json" id="first-answer-{name}">{text}</script>' for name, text in texts)
    rules = f'<style nonce="{nonce}">{style_rules(screen)}</style>'
    return f'{rules}<div id="first-screen">{screen}</div>{data}<div id="react-entry-point" hidden></div>'


def _without_html(values: Mapping[str, Mapping[str, Any]]) -> str:
    """The answer without the HTML of the content: the script takes the elements of the first screen."""
    return callback_answer({name: {key: _bare(one) for key, one in value.items()} for name, value in values.items()})


def _bare(content: Any) -> Any:
    if not isinstance(content, dict) or "html" not in content.get("props", {}):
        return content
    props = {name: value for name, value in content["props"].items() if name != "html"}
    return {**content, "props": props}


def _with_values(node: Any, values: Mapping[str, Mapping[str, Any]]) -> Any:
    """The layout with the properties that a callback sets."""
    if isinstance(node, list):
        return [_with_values(one, values) for one in node]
    if not isinstance(node, dict) or "props" not in node:
        return node
    props = {**node["props"], **values.get(str(node["props"].get("id")), {})}
    if isinstance(props.get("id"), str) and props["id"] in values:
        return {**node, "props": props}
    return {**node, "props": {**props, "children": _with_values(props.get("children"), values)}}


def leave_out_grid() -> None:
    """Remove the scripts of Dash's grid, which no page uses."""
    dash_table._js_dist.clear()


def set_up(app: Dash) -> None:
    """Register callbacks and scripts now: Dash would do it at the first request, while others already come."""
    app.server.test_client().get("/health")
    for one in app._callback_list:
        outputs = one["output"].strip(".").split("...")
        _NAMED.update(output.rpartition(".")[0] for output in outputs)
        _NAMED.update(part["id"] for part in (*one["inputs"], *one["state"]))


# The first screen as HTML. What Dash draws replaces it, so it needs to look the same, and no more.

_FIELDS = {
    "type",
    "step",
    "name",
    "value",
    "placeholder",
    "maxlength",
    "min",
    "max",
    "autocomplete",
    "inputmode",
    "rows",
}


def first_tree(node: Any) -> Any:
    """A tree for `markup` of components as they are sent to the browser."""
    if isinstance(node, list):
        return [first_tree(one) for one in node]
    if not isinstance(node, dict) or "namespace" not in node:
        return node
    props = dict(node["props"])
    children = first_tree(props.pop("children", None))
    if isinstance(props.get("id"), dict):
        props["id"] = json.dumps(props["id"], sort_keys=True, separators=(",", ":"))
    if node["namespace"] == Still._namespace:
        return _first_still(props, children) if node["type"] == Still._type else None
    if node["namespace"] == ELEMENTS or (node["namespace"], node["type"]) == LINK:
        return {"tag": _tag_of(node["namespace"], node["type"]), "props": props, "children": children}
    draw = _DRAWN.get(node["type"])
    return draw(props, children) if draw else None


def _first_still(props: Mapping[str, Any], children: Any) -> dict[str, Any]:
    """The element with its HTML, in whose slots stands what Dash will draw there."""
    root = {"tag": props["tag"], "props": props["props"]}
    if "html" not in props:
        return {**root, "children": children}
    first, *rest = props["html"]
    ends = list(accumulate(props["slots"], initial=0))
    held = [markup(children[since:until]) for since, until in pairwise(ends)]
    # This HTML is the server's own: `Still` wrote it of a tree.
    return {**root, "children": Markup(first + "".join(one + piece for one, piece in zip(held, rest, strict=True)))}


def _field(props: Mapping[str, Any], _children: Any) -> dict[str, Any]:
    own = {name: value for name, value in props.items() if name in _FIELDS or name.startswith(("aria-", "data-"))}
    tag = "textarea" if "rows" in props else "input"
    return {"tag": tag, "props": {**own, **_named(props), "className": _classes("form-control", props)}}


def _select(props: Mapping[str, Any], _children: Any) -> dict[str, Any]:
    chosen = props.get("value")
    options = [
        {
            "tag": "option",
            "props": {"value": one["value"], "selected": one["value"] == chosen},
            "children": one["label"],
        }
        for one in props.get("options") or []
    ]
    if chosen is None and props.get("placeholder"):
        options.insert(0, {"tag": "option", "props": {"value": ""}, "children": props["placeholder"]})
    own = {**_named(props), "className": _classes("form-select", props)}
    return {"tag": "select", "props": own, "children": options}


def _tick(props: Mapping[str, Any], _children: Any, *, kind: str = "form-check") -> dict[str, Any]:
    box = {"type": "checkbox", "className": "form-check-input", "checked": bool(props.get("value")), **_named(props)}
    named = {"className": "form-label form-check-label", **({"htmlFor": props["id"]} if "id" in props else {})}
    label = {"tag": "label", "props": named, "children": props.get("label")}
    return {
        "tag": "div",
        "props": {"className": _classes(kind, props)},
        "children": [{"tag": "input", "props": box}, label],
    }


def _box(props: Mapping[str, Any], children: Any) -> dict[str, Any]:
    own = {name: props[name] for name in ("className", "style") if name in props}
    return {"tag": "div", "props": {**own, **_named(props)}, "children": children}


def _named(props: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": props["id"]} if "id" in props else {}


def _classes(own: str, props: Mapping[str, Any]) -> str:
    small = f"{own}-sm" if props.get("size") == "sm" else None
    return " ".join(one for one in (props.get("className"), own, small) if one)


# Other components of these libraries show nothing until the scripts run.
_DRAWN: Mapping[str, Callable[..., Any]] = {
    "Input": _field,
    "Textarea": _field,
    "Select": _select,
    "Checkbox": _tick,
    "Switch": partial(_tick, kind="form-check form-switch"),
    "Graph": _box,
    "Upload": _box,
}


def callback_answer(outputs: Mapping[str, Mapping[str, Any]]) -> str:
    """The exact answer of Dash to a callback with these properties of these components."""
    answer: str = to_json({"multi": True, "response": outputs})
    return answer
