"""A tree of plain elements as one component, which assets/dash-internals.js draws in the browser."""

from dash.development.base_component import Component

from dashboard.dash_internals import Still, plain_tree


def still(root: Component) -> Component:
    """The elements and links as one component; raises TypeError when a callback could listen to one."""
    return Still(tree=plain_tree(root))
