"""A tree of plain elements as one component, drawn in the browser by assets/dash-internals.js."""

from dash.development.base_component import Component

from dashboard.dash_internals import Still, plain_tree


def still(root: Component) -> Component:
    """The same elements and links, drawn as one; refuses what a callback could listen to."""
    return Still(tree=plain_tree(root))
