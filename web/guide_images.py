"""The pictures of the guides, to whoever is signed in."""

from flask import Flask, send_from_directory
from werkzeug.wrappers import Response

from dashboard.addresses import GUIDE_PICTURE
from dashboard.components.guide_text import GUIDES

DAY = 86400


def add_routes(server: Flask) -> None:
    """Let the server answer the addresses of pictures; the guard stands in front of them as of any other."""
    server.add_url_rule(GUIDE_PICTURE, "guide_picture", send_picture)


def send_picture(picture: str) -> Response:
    """A picture of the demo; 404 where there is none."""
    return send_from_directory(GUIDES, f"{picture}.png", max_age=DAY)
