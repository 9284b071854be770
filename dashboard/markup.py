"""Trees of plain elements as HTML text: the one place that writes HTML of what data hold, and escapes it.

The content security policy forbids `style` attributes in HTML, so a style stands in `data-style`: the script of the
page applies it, and `style_rules` does it for a page that is sent whole.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import pairwise
from typing import Any

from markupsafe import Markup

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
# Properties of Dash that are no attributes.
_NOT_ATTRIBUTES = re.compile(r"children|key|setProps|loading_state|disable_n_clicks|n_clicks.*|n_blur.*|persist.*")
_RENAMED = {
    "className": "class",
    "htmlFor": "for",
    "defaultValue": "value",
    "acceptCharset": "accept-charset",
    "httpEquiv": "http-equiv",
}
# The attributes of SVG that keep their capital letters.
_CAPITAL = frozenset({"viewBox", "preserveAspectRatio", "patternUnits", "gradientUnits", "patternTransform"})
_WITH_HYPHEN = re.compile(r"(?:stroke|fill|text|font|stop|clip|dominant|alignment|color|shape|vector)[A-Z]\w*")
_CAPITAL_LETTER = re.compile(r"[A-Z]")
# Numbers of other properties are pixels.
_WITHOUT_UNIT = frozenset(
    {"flex", "flexGrow", "flexShrink", "fontWeight", "lineHeight", "opacity", "order", "zIndex", "gridRow"}
    | {"gridColumn", "gridArea", "strokeWidth", "fillOpacity", "aspectRatio"}
)
# Any other value could end the rule.
_PLAIN_STYLE = re.compile(r"[\w\s.:;%#(),+*/-]*")
_STYLED = re.compile(r' data-style="([^"]*)"')


@dataclass(frozen=True)
class Live:
    """A leaf of a tree that Dash draws: its parent is written empty, as a slot."""

    component: Any


def markup(node: Any) -> str:
    """The HTML of a tree of `tag`, `props`, `children`; a tree may hold texts, numbers, lists, None and ready HTML."""
    pieces, slots = cut_markup(node)
    assert not slots, "nothing live here"
    return pieces[0]


def cut_markup(node: Any) -> tuple[list[str], list[list[Any]]]:
    """The HTML of a tree, cut within each element that holds something live, and what these elements hold, in order."""
    texts: list[str] = []
    cuts: list[int] = []
    slots: list[list[Any]] = []
    _write(node, texts, cuts, slots)
    edges = [0, *cuts, len(texts)]
    return ["".join(texts[since:until]) for since, until in pairwise(edges)], slots


def _write(node: Any, texts: list[str], cuts: list[int], slots: list[list[Any]]) -> None:
    kind = type(node)
    if kind is dict:
        _write_element(node, texts, cuts, slots)
    elif kind is list or kind is tuple:
        for one in node:
            _write(one, texts, cuts, slots)
    elif kind is Markup:
        texts.append(node)
    elif node is not None and kind is not bool:
        texts.append(escape(text_of(node), quote=False))


def _write_element(node: Mapping[str, Any], texts: list[str], cuts: list[int], slots: list[list[Any]]) -> None:
    node = with_choice(node)
    tag, props, children = node["tag"], node["props"], node.get("children")
    is_link = tag == "Link"
    tag = "a" if is_link else tag
    held = held_live(children)
    if held:
        texts.append(opening(tag, {**props, "data-slot": len(slots)}, is_link=is_link))
        slots.append(held)
        cuts.append(len(texts))
    else:
        texts.append(opening(tag, props, is_link=is_link))
        if tag in VOID:
            return
        _write(children, texts, cuts, slots)
    texts.append(f"</{tag}>")


def held_live(children: Any) -> list[Any]:
    """The children of an element of which at least one is live; empty for any other."""
    kind = type(children)
    if kind is Live:
        return [children]
    if kind is not list and kind is not tuple:
        return []
    # Nearly all elements hold plain ones.
    if not any(type(one) is Live or type(one) is list or type(one) is tuple for one in children):
        return []
    flat = list(_flat(children))
    return flat if any(type(one) is Live for one in flat) else []


def _flat(children: Any) -> Iterator[Any]:
    for one in children:
        if isinstance(one, list | tuple):
            yield from _flat(one)
        elif one is not None and not isinstance(one, bool):
            yield one


def with_choice(node: Mapping[str, Any]) -> Mapping[str, Any]:
    """The element; a list of options that has a default value, with this option selected instead."""
    if node["tag"] != "select" or "defaultValue" not in node["props"]:
        return node
    props = {name: value for name, value in node["props"].items() if name != "defaultValue"}
    return {
        **node,
        "props": props,
        "children": [_option(one, node["props"]["defaultValue"]) for one in node["children"]],
    }


def _option(option: Mapping[str, Any], chosen: Any) -> Mapping[str, Any]:
    is_chosen = option["props"].get("value") == chosen
    return {**option, "props": {**option["props"], "selected": is_chosen}}


def opening(tag: str, props: Mapping[str, Any], *, is_link: bool = False) -> str:
    """The opening tag; links that change the address without a new page have `data-link`."""
    attributes = "".join(_attribute(name, value) for name, value in props.items() if value is not None)
    return f"<{tag}{attributes}{' data-link' if is_link else ''}>"


def _attribute(name: str, value: Any) -> str:
    attribute = _attribute_name(name)
    if attribute == "" or (value is False and not attribute.startswith(("aria-", "data-"))):
        return ""
    if name == "style":
        return f' data-style="{escape(style_text(value))}"'
    if value is True and not attribute.startswith(("aria-", "data-")):
        return f' {attribute}=""'
    return f' {attribute}="{escape(text_of(value))}"'


@lru_cache(maxsize=500)
def _attribute_name(name: str) -> str:
    """The name in HTML; empty for a property that is no attribute."""
    if _NOT_ATTRIBUTES.fullmatch(name):
        return ""
    if name in _RENAMED or name in _CAPITAL:
        return _RENAMED.get(name, name)
    return _hyphenated(name) if _WITH_HYPHEN.fullmatch(name) else name.lower()


def text_of(value: Any) -> str:
    """A value as the browser would write it: 5.0 is «5», True is «true»."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def style_text(style: Mapping[str, Any]) -> str:
    """A style as CSS; one that is more than plain values is left out."""
    text = ";".join(f"{_property_name(name)}:{_style_value(name, value)}" for name, value in style.items())
    return text if _PLAIN_STYLE.fullmatch(text) else ""


def _property_name(name: str) -> str:
    return name if name.startswith("--") else _hyphenated(name)


def _hyphenated(name: str) -> str:
    return _CAPITAL_LETTER.sub(lambda letter: f"-{letter[0].lower()}", name)


def _style_value(name: str, value: Any) -> str:
    is_pixels = isinstance(value, int | float) and value != 0
    unit = "px" if is_pixels and name not in _WITHOUT_UNIT and not name.startswith("--") else ""
    return f"{text_of(value)}{unit}"


def style_rules(html: str) -> str:
    """The styles of the HTML as rules of a style sheet."""
    return "".join(f'[data-style="{one}"]{{{one}}}' for one in _styles(html))


def _styles(html: str) -> Iterator[str]:
    for one in dict.fromkeys(_STYLED.findall(html)):
        # A value in the HTML is plain or escaped: only plain ones can become rules.
        if one and _PLAIN_STYLE.fullmatch(one):
            yield one
