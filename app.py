"""Builds the Dash app: server, sign-in, pages, callbacks; gunicorn serves app:server."""

from pathlib import Path

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
    background,
    briefs,
    data_state,
    documents,
    exports,
    guard,
    guide_images,
    metrics,
    notices,
    page_cache,
    page_warmup,
    period_reports,
    registry_columns,
    release,
    reports,
    request_numbers,
    tables,
    uploads,
)
from web.headers import send_headers, style_nonce
from web.odd_requests import refuse_odd_callbacks, tell_callbacks
from web.page_answer import first_answer
from web.static_files import send_packed

HERE = Path(__file__).parent

INDEX = """<!DOCTYPE html>
<html lang="ru">
<head>
{%metas%}
<title>{%title%}</title>
<script src="{%release:first.js%}" nonce="{%style_nonce%}"></script>
<link rel="icon" href="/assets/favicon.svg" type="image/svg+xml">
<link rel="apple-touch-icon" href="/assets/icon-180.png">
<link rel="manifest" href="/assets/site.webmanifest">
<link rel="stylesheet" href="{%release:styles.css%}">
<link rel="preload" as="font" crossorigin href="{%release:fonts/golos-text-cyrillic-wght-normal.woff2%}">
<link rel="preload" as="font" crossorigin href="{%release:fonts/golos-text-latin-wght-normal.woff2%}">
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
    # A page is a fifth smaller than in Zstandard, which would come first, and a seventh smaller than at 4.
    server.config["COMPRESS_ALGORITHM"] = ["br", "gzip"]
    server.config["COMPRESS_BR_LEVEL"] = 5
    proxies = settings.TRUSTED_PROXIES.value()
    if proxies:
        server.wsgi_app = ProxyFix(server.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]
    request_numbers.number_requests(server)
    metrics.count_answers(server)
    guard.guard(server)
    Compress(server)
    send_packed(server)
    release.add_release(server)
    server.add_url_rule("/assets/<path:name>", "open_asset", _asset)
    server.before_request(_go_to_work)
    refuse_odd_callbacks(server)
    page_cache.add_page_cache(server)
    data_state.add_data_state(server)
    server.jinja_env.globals["release"] = release.address_of
    documents.add_routes(server)
    tables.add_routes(server)
    reports.add_routes(server)
    notices.add_routes(server)
    period_reports.add_routes(server)
    briefs.add_routes(server)
    exports.add_routes(server)
    registry_columns.add_routes(server)
    uploads.add_routes(server)
    guide_images.add_routes(server)
    page_warmup.add_worker(server)
    background.add_background(server)
    return server


def _asset(name: str) -> Response:
    return send_from_directory(HERE / "assets", name, max_age=86400)


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
    app = dash_internals.FirstScreenDash(
        __name__,
        nonce=style_nonce,
        first_answer=first_answer,
        of_release=release.address_of,
        server=make_server(),
        title="Мониторинг ИОМ",
        update_title=None,
        index_string=INDEX,
        # The release has the assets.
        include_assets_files=False,
        suppress_callback_exceptions=True,
        serve_locally=True,
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
    )
    app.layout = frame.frame
    send_headers(app.server)
    tell_callbacks(app.server, app.callback_map)
    dash_internals.set_up(app)
    return app


app = make_app()
server = app.server
