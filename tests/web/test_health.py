"""What watchers ask: whether the server lives, whether it can answer, and figures for insiders alone."""

import pytest

import app
from access.reading import OPERATOR
from model.accounts import Role
from tests.site import open_account, signed_in
from tests.village import build_village
from web import health
from web.insiders import is_insider
from web.metric_text import METRICS

TOKEN = "t" * 40


@pytest.fixture(autouse=True)
def forget_last_answer():
    health._last.clear()


def ask(address: str, *, sender: str = "127.0.0.1", **headers: str):
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return app.server.test_client().get(address, headers=names, environ_base={"REMOTE_ADDR": sender})


@pytest.mark.both_databases
def test_a_server_that_can_answer_is_ready(database: str):
    build_village()
    answer = ask("/health/ready")
    assert answer.status_code == 200
    assert answer.json["ready"] is True
    # The village may have been imported at the beginning of the run.
    assert 0 <= answer.json["data_age"]["staff"] < 3 * 3600
    assert answer.json["jobs"]["import"] == {"waiting": 0, "running": 0, "waits_for": 0}


def test_a_stranger_reads_no_more_than_whether_it_is_ready(sqlite: str):
    assert ask("/health/ready", sender="10.0.0.7").json == {"ready": True}
    assert ask("/health/ready", X_Forwarded_For="10.0.0.7").json == {"ready": True}


@pytest.mark.parametrize(
    "address",
    ["sqlite:////proc/none/x.db", "postgresql+psycopg://nobody@127.0.0.1:1/none"],
    ids=["sqlite", "postgresql"],
)
def test_without_a_database_the_server_lives_and_is_not_ready(monkeypatch: pytest.MonkeyPatch, address: str):
    monkeypatch.setenv("DATABASE_URL", address)
    assert ask("/health/live").text == ask("/health").text == "ok"
    assert (ask("/health/ready").status_code, ask("/health/ready").json["ready"]) == (503, False)
    metrics = ask("/metrics").text
    assert "iom_database_up 0" in metrics
    assert "iom_import_age_seconds{" not in metrics


def test_while_the_database_is_gone_a_visitor_reads_a_polite_page(monkeypatch: pytest.MonkeyPatch, sqlite: str):
    visitor = signed_in(open_account(Role.ASSESSOR))
    monkeypatch.setenv("DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/none")
    answer = visitor.client.get("/region", headers={"Accept": "text/html"})
    assert (answer.status_code, "Ваши данные целы" in answer.text) == (503, True)


def test_metrics_are_for_insiders_alone(sqlite: str, monkeypatch: pytest.MonkeyPatch):
    assert ask("/metrics").status_code == 200
    assert ask("/metrics", sender="10.0.0.7").status_code == 404
    assert ask("/metrics", X_Forwarded_For="10.0.0.7").status_code == 404
    monkeypatch.setenv("METRICS_TOKEN", TOKEN)
    assert ask("/metrics", sender="10.0.0.7", Authorization=f"Bearer {TOKEN}").status_code == 200
    assert ask("/metrics", sender="10.0.0.7", Authorization="Bearer other").status_code == 404


@pytest.mark.parametrize(
    ("sender", "visitor", "is_let_in"),
    [("127.0.0.1", "127.0.0.1", True), ("127.0.0.1", "10.0.0.7", False), ("10.0.0.7", "127.0.0.1", False)],
)
def test_behind_a_proxy_both_the_visitor_and_the_sender_have_to_be_of_this_machine(
    monkeypatch: pytest.MonkeyPatch, sender: str, visitor: str, is_let_in: bool
):
    monkeypatch.setenv("TRUSTED_PROXIES", "1")
    environment = {"REMOTE_ADDR": visitor, "werkzeug.proxy_fix.orig": {"REMOTE_ADDR": sender}}
    with app.server.test_request_context("/metrics", environ_overrides=environment):
        assert is_insider() is is_let_in


def test_answers_are_counted_by_page_and_nobody_s_number_is_in_them(sqlite: str):
    village = build_village()
    visitor = signed_in(open_account(Role.ASSESSOR))
    person = next(number for name, number in village.ids.items() if name.endswith("ова Примера"))
    for _ in range(2):
        visitor.opens(f"/person/{person}?search=Примера")
    text = ask("/metrics").text
    assert 'iom_requests_total{page="/person/<identity>",status="2xx"}' in text
    assert 'iom_request_seconds_bucket{page="/person/<identity>",le="+Inf"}' in text
    assert 'iom_page_cache_total{outcome="hit"}' in text
    assert f"/person/{person}" not in text
    assert "Примера" not in text
    assert OPERATOR.login not in text
    assert [name for name in METRICS if f"# TYPE {name} " not in text] == []
    assert 'iom_import_age_seconds{register="staff"}' in text
