"""Lines of the log: JSON with the number of the request, and nothing of what an error's message holds."""

import json
import logging
import subprocess
import sys
from pathlib import Path

import app
from web.json_lines import JsonFormatter
from web.request_numbers import HEADER, request_number

ROOT = Path(__file__).parents[2]


def test_a_line_tells_the_request_and_the_place_of_an_error_without_its_message():
    record = None
    with app.server.test_request_context("/region?search=Иванова"):
        for hook in app.server.before_request_funcs[None][:1]:
            hook()
        try:
            raise ValueError("Иванова Анна")
        except ValueError:
            record = logging.LogRecord("web", logging.ERROR, __file__, 1, "told as %s", ("abc",), sys.exc_info())
            line = JsonFormatter(request_number).format(record)
    fields = json.loads(line)
    assert (fields["message"], fields["level"], fields["error"]) == ("told as abc", "error", "ValueError")
    assert len(fields["request"]) == 16
    assert "Иванова" not in line.replace('raise ValueError(\\"Иванова Анна\\")', "")


def test_an_answer_bears_its_number_and_strangers_can_not_choose_it():
    forged = app.server.test_client().get("/health/live", headers={HEADER: "forged-number"})
    assert (forged.text, len(forged.headers[HEADER])) == ("ok", 16)


def test_the_server_s_parent_process_imports_nothing_that_an_upgrade_changes():
    """Workers of a later version would inherit its modules."""
    code = "import runpy, sys; runpy.run_path('deploy/gunicorn.conf.py'); print('settings' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "False"
