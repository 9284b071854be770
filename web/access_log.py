"""The access log: exactly one line for each request, whatever its path contains."""

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from gunicorn.glogging import Logger

from web.json_lines import JsonFormatter

# Without the query string, which may contain the name of a person.
FORMAT = "%(t)s %(m)s %(U)s %(s)s %(B)s %(L)s %({iom.request}e)s"
LONGEST_PATH = 500


class AccessLog(Logger):
    """Writes paths percent-encoded: a decoded path could forge a line or control a terminal."""

    def atoms(self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any) -> dict[str, Any]:
        """The fields of a log line."""
        fields: dict[str, Any] = super().atoms(resp, req, environ, request_time)
        path = str(environ.get("PATH_INFO", "")).encode("latin-1", "replace")
        return {**fields, "U": quote(path, safe="/")[:LONGEST_PATH], "m": quote(str(fields["m"]), safe="")[:20]}


class JsonAccessLog(AccessLog):
    """The same line as an object, and the server's own lines too."""

    def setup(self, cfg: Any) -> None:
        """Set the handlers up as gunicorn does, with another format."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(JsonFormatter())

    def access(self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any) -> None:
        """Write the line; like gunicorn's own, it never fails a request."""
        if not self.cfg.accesslog:
            return
        atoms = self.atoms(resp, req, environ, request_time)
        fields = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "level": "info",
            "logger": "access",
            "method": atoms["m"],
            "path": atoms["U"],
            "status": int(atoms["s"]),
            "bytes": atoms["B"],
            "seconds": float(atoms["L"]),
            "request": environ.get("iom.request"),
        }
        self.access_log.info("%s", json.dumps(fields))
