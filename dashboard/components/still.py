"""A tree of plain elements as one component.

Dash watches every component of a page, at a cost that grows with the square of their number: a table of 43 places
took 15 seconds to appear. What nobody listens to is drawn by assets/still.js in one go, links included.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, ClassVar

from dash.development.base_component import Component

ELEMENTS = "dash_html_components"
LINK = ("dash_core_components", "Link")
_TEXTS = frozenset({str, int, float, bool, type(None)})


class Still(Component):
    """What assets/still.js draws; made by `still`."""

    _namespace = "dashboard"
    _type = "Still"
    _prop_names: ClassVar[list[str]] = ["tree"]
    _valid_wildcard_attributes: ClassVar[list[str]] = []
    available_properties: ClassVar[list[str]] = ["tree"]
    available_wildcard_properties: ClassVar[list[str]] = []

    def __init__(self, tree: Mapping[str, Any] | None = None) -> None:
        super().__init__(tree=tree)


def still(root: Component) -> Component:
    """The same elements and links, drawn as one; refuses what a callback could listen to."""
    return Still(tree=_plain(root))


def _plain(node: Any) -> Any:
    # Asked thousands of times for a screen: the very types first, for to ask of their kinds takes three times as long.
    kind = type(node)
    if kind in _TEXTS or isinstance(node, str):
        return node
    if kind is list or kind is tuple:
        return [_plain(one) for one in node]
    if kind is Still:
        return node.tree
    # As to_plotly_json does it, without asking each of some forty names whether it is there: a quick element has
    # nothing but its properties.
    props = vars(node).copy()
    plain = {"tag": _tag_of(node._namespace, node._type), "props": props}
    children = props.pop("children", None)
    if children is not None:
        plain["children"] = _plain(children)
    return plain


@lru_cache(maxsize=200)
def _tag_of(namespace: str, kind: str) -> str:
    if (namespace, kind) == LINK:
        return "Link"
    if namespace != ELEMENTS:
        raise TypeError(f"only plain elements and links can be still, not {kind}")
    return kind.lower()
