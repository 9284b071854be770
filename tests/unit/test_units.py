"""The system's units and the proxies name only commands, files and limits that are the product's own."""

import re
from configparser import ConfigParser
from pathlib import Path

import pytest

import settings
from cli import cli

DEPLOY = Path(__file__).parents[2] / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
NGINX = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")


@pytest.mark.parametrize("unit", [one for one in UNITS if one.suffix == ".service"], ids=lambda one: one.name)
def test_every_unit_starts_something_that_exists_and_may_write_little(unit: Path):
    text = unit.read_text(encoding="utf-8")
    command = re.search(r"^ExecStart=(.+)$", text, re.MULTILINE)[1]
    if "cli.py" in command:
        assert command.split("cli.py ")[1].split()[0] in cli.commands
    else:
        assert re.search(r"deploy/[\w.-]+", command)
    for named in re.findall(r"deploy/[\w.-]+", text):
        assert (DEPLOY.parent / named).exists(), named
    for line in ("User=monitoring", "NoNewPrivileges=yes", "ProtectSystem=strict", "UMask=0077"):
        assert line in text


def test_every_timer_has_its_service():
    timers = [one for one in UNITS if one.suffix == ".timer"]
    assert len(timers) == 4
    for timer in timers:
        parser = ConfigParser(strict=False)
        parser.read(timer, encoding="utf-8")
        assert parser["Timer"]["OnCalendar"]
        assert timer.with_suffix(".service") in UNITS


def test_the_largest_upload_passes_nginx_and_nothing_larger_does():
    size = int(re.search(r"client_max_body_size (\d+)m;", NGINX)[1])
    assert size << 20 == settings.max_upload_bytes()


def test_no_proxy_shows_figures_or_believes_a_visitor_s_address():
    assert "location = /metrics { return 404; }" in NGINX
    assert "handle /metrics {\n\t\trespond 404" in (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in NGINX
