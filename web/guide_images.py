"""The pictures of the guides, for everyone who is signed in."""

from flask import Flask, send_from_directory
from werkzeug.wrappers import Response

from dashboard.addresses import GUIDE_PICTURE
from dashboard.components.guide_text import GUIDES

DAY = 86400


def add_routes(server: Flask) -> None:
    """Add the route of the guides' pictures to the server."""
    server.add_url_rule(GUIDE_PICTURE, "guide_picture", send_picture)


def send_picture(picture: str) -> Response:
    """A picture of a guide; 404 when there is none."""
    return send_from_directory(GUIDES, f"{picture}.png", max_age=DAY)
