"""Components of Dash, made at a tenth of the cost.

Dash asks of every component made which properties it may have: of a screen of five thousand that was half the time.
A test asks it instead, of every component of every screen.
"""

from typing import Any

from dash.development.base_component import Component, ComponentMeta


def quickened(example: Component) -> type[Component]:
    """The kind of the example under its own name; one that is made takes its properties as they are given."""
    kind = type(example)
    # What Dash gives to each component anew, though it is the same for all of a kind.
    common = {name: value for name, value in vars(example).items() if name not in example._prop_names}
    named = {"__module__": kind.__module__, "__doc__": kind.__doc__, "_children_props": kind._children_props}
    made = ComponentMeta(kind.__name__, (kind,), {**named, **common, "_namespace": kind._namespace})
    made.__init__ = _take
    return made


def _take(component: Component, children: object = None, **properties: Any) -> None:
    component.children = children
    component.__dict__.update(properties)
