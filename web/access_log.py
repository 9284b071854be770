"""The access log: exactly one line for each request, whatever its path contains."""

from typing import Any
from urllib.parse import quote

from gunicorn.glogging import Logger

# Without the query string, which may contain the name of a person.
FORMAT = "%(t)s %(m)s %(U)s %(s)s %(B)s %(L)s"
LONGEST_PATH = 500


class AccessLog(Logger):
    """Writes paths percent-encoded: a decoded path could forge a line or control a terminal."""

    def atoms(self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any) -> dict[str, Any]:
        """The fields of a log line."""
        fields: dict[str, Any] = super().atoms(resp, req, environ, request_time)
        path = str(environ.get("PATH_INFO", "")).encode("latin-1", "replace")
        return {**fields, "U": quote(path, safe="/")[:LONGEST_PATH], "m": quote(str(fields["m"]), safe="")[:20]}
