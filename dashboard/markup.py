"""Trees of plain elements as HTML text; assets/dash-internals.js writes the same in the browser.

The content security policy forbids `style` attributes in HTML, so a style stands in `data-style`: the script of the
page applies it, and `style_rules` does it for a page that is sent whole.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from html import escape
from typing import Any

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


def markup(node: Any) -> str:
    """The HTML of a tree of `tag`, `props`, `children`; a tree may hold texts, numbers, lists and None."""
    pieces: list[str] = []
    _write(node, pieces)
    return "".join(pieces)


def _write(node: Any, pieces: list[str]) -> None:
    kind = type(node)
    if kind is dict:
        _write_element(node, pieces)
    elif kind is list or kind is tuple:
        for one in node:
            _write(one, pieces)
    elif node is not None and kind is not bool:
        pieces.append(escape(text_of(node), quote=False))


def _write_element(node: Mapping[str, Any], pieces: list[str]) -> None:
    tag, props = node["tag"], node["props"]
    if tag == "select" and "defaultValue" in props:
        props = {name: value for name, value in props.items() if name != "defaultValue"}
        node = {**node, "children": [_option(one, node["props"]["defaultValue"]) for one in node["children"]]}
    is_link = tag == "Link"
    tag = "a" if is_link else tag
    pieces.append(opening(tag, props, is_link=is_link))
    if tag not in VOID:
        _write(node.get("children"), pieces)
        pieces.append(f"</{tag}>")


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
