"""The link into the module «Организация ДПО», where what a screen asks for is done."""

from dash.development.base_component import Component

import settings
from dashboard import html


def module_link() -> list[Component | str]:
    """The link behind an advice; nothing where the installation names no address of the module."""
    address = settings.MODULE_URL.value()
    if not address:
        return []
    # Another site: it gets neither this address nor a way back into this window.
    other = {"target": "_blank", "rel": "noopener noreferrer"}
    return [" ", html.A("Открыть модуль «Организация ДПО»", href=address, className="module-link no-print", **other)]
