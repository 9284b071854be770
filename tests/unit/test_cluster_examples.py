"""The examples of a cluster agree with one another; `make drills` runs them as they are."""

import re
from configparser import ConfigParser
from pathlib import Path

import yaml

DEPLOY = Path(__file__).parents[2] / "deploy"
PROXY = (DEPLOY / "haproxy.example.cfg").read_text(encoding="utf-8")
PATRONI = yaml.safe_load((DEPLOY / "patroni.example.yml").read_text(encoding="utf-8"))
ETCD = yaml.safe_load((DEPLOY / "etcd.example.yml").read_text(encoding="utf-8"))


def pooler() -> ConfigParser:
    parser = ConfigParser(interpolation=None, inline_comment_prefixes=(";",))
    parser.read(DEPLOY / "pgbouncer.example.ini", encoding="utf-8")
    return parser


def part(name: str) -> str:
    """The lines of a section of haproxy.example.cfg."""
    found = re.search(rf"^(?:listen|backend|frontend) {name}\n(?:[ #].*\n|\n(?= ))+", PROXY, re.MULTILINE)
    assert found, name
    return found[0]


def test_patroni_asks_the_etcd_of_every_host():
    members = set(re.findall(r"http://([\d.]+):2380", ETCD["initial-cluster"]))
    assert {host.removesuffix(":2379") for host in PATRONI["etcd"]["hosts"]} == members
    assert set(re.findall(r"server db\d ([\d.]+):5432", part("primary"))) == members
    assert set(re.findall(r"server db\d ([\d.]+):5432", part("standbys"))) == members


def test_pgbouncer_finds_the_primary_and_the_standbys_at_the_proxy():
    databases = pooler()["databases"]
    for name, section in (("monitoring", "primary"), ("monitoring_read", "standbys")):
        host, port = re.match(r"host=([\d.]+) port=(\d+) dbname=monitoring$", databases[name]).groups()
        assert f"bind {host}:{port}\n" in part(section)
    assert pooler()["pgbouncer"]["pool_mode"] == "transaction"


def test_a_primary_gives_up_before_another_takes_its_place():
    times = PATRONI["bootstrap"]["dcs"]
    assert times["loop_wait"] + 2 * times["retry_timeout"] <= times["ttl"]


def test_a_host_that_comes_back_unseats_no_leader():
    assert ETCD["pre-vote"] is True


def test_a_commit_that_was_told_is_on_two_hosts():
    assert PATRONI["bootstrap"]["dcs"]["synchronous_mode"] is True


def test_connections_to_a_former_primary_are_closed():
    assert "on-marked-down shutdown-sessions" in part("primary")
