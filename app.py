"""Builds the Dash app: server, sign-in, pages, callbacks; gunicorn serves app:server."""

import os
from pathlib import Path

import flask_bootstrap
from dash import Dash
from flask import Flask, redirect, request, send_from_directory
from flask_compress import Compress
from flask_login import current_user
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

import callbacks
import settings
from dashboard import dash_internals, frame, pages
from model.keys import secret_key
from web import (
    documents,
    exports,
    guard,
    guide_images,
    page_cache,
    page_warmup,
    period_reports,
    reports,
    tables,
    uploads,
)
from web.headers import send_headers, style_nonce
from web.odd_requests import refuse_odd_callbacks, tell_callbacks
from web.static_files import send_packed

HERE = Path(__file__).parent
BOOTSTRAP = Path(flask_bootstrap.__file__).parent / "static" / "bootstrap5" / "css"

INDEX = """<!DOCTYPE html>
<html lang="ru">
<head>
<script src="/assets/dash-internals.js" nonce="{%style_nonce%}"></script>
{%metas%}
<title>{%title%}</title>
<link rel="icon" href="/assets/favicon.svg" type="image/svg+xml">
<link rel="preload" href="/assets/fonts/golos-text-cyrillic-wght-normal.woff2" as="font" type="font/woff2" crossorigin>
<link rel="preload" href="/assets/fonts/golos-text-latin-wght-normal.woff2" as="font" type="font/woff2" crossorigin>
<link rel="stylesheet" href="/static/bootstrap.min.css">
{%css%}
</head>
<body>
{%app_entry%}
<footer hidden>{%config%}{%scripts%}{%renderer%}</footer>
</body>
</html>"""


def make_server() -> Flask:
    """The Flask server with its middleware and routes; the guard is in front of every route."""
    settings.refuse_old_names()
    server = Flask(__name__, static_folder=None, template_folder="web/forms")
    server.secret_key = secret_key()
    server.config["COMPRESS_REGISTER"] = True
    proxies = settings.TRUSTED_PROXIES.value()
    if proxies:
        server.wsgi_app = ProxyFix(server.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]
    guard.guard(server)
    Compress(server)
    send_packed(server)
    server.add_url_rule("/static/bootstrap.min.css", "bootstrap", _bootstrap)
    server.add_url_rule("/assets/<path:name>", "open_asset", _asset)
    server.before_request(_go_to_work)
    refuse_odd_callbacks(server)
    page_cache.add_page_cache(server)
    server.jinja_env.globals["asset"] = _asset_address
    documents.add_routes(server)
    tables.add_routes(server)
    reports.add_routes(server)
    period_reports.add_routes(server)
    exports.add_routes(server)
    uploads.add_routes(server)
    guide_images.add_routes(server)
    page_warmup.add_worker(server)
    return server


def _bootstrap() -> Response:
    return send_from_directory(BOOTSTRAP, "bootstrap.min.css", max_age=86400)


def _asset_address(name: str) -> str:
    """The address that Dash pages use, so that the browser loads a file once for them and for the sign-in forms."""
    return f"/assets/{name}?m={os.path.getmtime(HERE / 'assets' / name)}"


def _asset(name: str) -> Response:
    return send_from_directory(HERE / "assets", name, max_age=86400 if "fonts/" in name else 300)


def _go_to_work() -> Response | None:
    """Redirect «/» to the account's first screen when there is exactly one."""
    if request.path != "/" or not current_user.is_authenticated:
        return None
    start = pages.start_of(current_user.viewer)
    return redirect(start) if start else None


def make_app() -> Dash:
    """The Dash app; importing `callbacks` has registered every callback."""
    assert callbacks.__all__
    dash_internals.leave_out_grid()
    app = dash_internals.NonceDash(
        __name__,
        nonce=style_nonce,
        server=make_server(),
        title="Мониторинг ИОМ",
        update_title=None,
        index_string=INDEX,
        assets_folder=str(HERE / "assets"),
        assets_ignore="dash-internals",
        suppress_callback_exceptions=True,
        serve_locally=True,
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
    )
    app.layout = frame.frame
    send_headers(app.server, app.csp_hashes())
    tell_callbacks(app.server, app.callback_map)
    dash_internals.set_up(app)
    return app


app = make_app()
server = app.server
