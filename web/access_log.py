"""The access log: one line a request, whatever the request says."""

from typing import Any
from urllib.parse import quote

from gunicorn.glogging import Logger

# The path alone: a query string may carry the name that someone searched for.
FORMAT = "%(t)s %(m)s %(U)s %(s)s %(B)s %(L)s"
LONGEST_PATH = 500


class AccessLog(Logger):
    """Writes paths as they stand in an address: decoded, one may forge a line or speak to a terminal."""

    def atoms(self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any) -> dict[str, Any]:
        """The fields of a line."""
        fields: dict[str, Any] = super().atoms(resp, req, environ, request_time)
        path = str(environ.get("PATH_INFO", "")).encode("latin-1", "replace")
        return {**fields, "U": quote(path, safe="/")[:LONGEST_PATH], "m": quote(str(fields["m"]), safe="")[:20]}
