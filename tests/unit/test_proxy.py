"""The proxy and the app have the same limits of requests."""

import re
from pathlib import Path

import settings

DEPLOY = Path(__file__).parents[2] / "deploy"
CADDYFILE, COMPOSE, DOCKERFILE = (
    (DEPLOY / name).read_text(encoding="utf-8") for name in ("Caddyfile", "compose.yaml", "Dockerfile")
)
# The limit stands as a number or as the default of a variable.
BLOCK = re.compile(r"^\s*request_body\s*{\s*max_size\s+(?:{\$\w+:)?(\d+)([A-Za-z]+)}?\s*}", re.MULTILINE)
# As Caddy reads sizes: MB is a million bytes, MiB is 2²⁰.
UNITS = {"KB": 10**3, "MB": 10**6, "GB": 10**9, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30}


def largest_request(caddyfile: str) -> int:
    """The default limit of the proxy in bytes."""
    blocks = BLOCK.findall(caddyfile)
    assert len(blocks) == caddyfile.count("max_size ") == 1
    number, unit = blocks[0]
    return int(number) * UNITS[unit]


def test_the_largest_upload_passes_the_proxy_and_nothing_larger_does():
    assert settings.MAX_UPLOAD_MB.value() == settings.MAX_UPLOAD_MB.default
    assert largest_request(CADDYFILE) == settings.max_upload_bytes() == 5 * 100 * 2**20


def test_the_containers_begin_with_the_same_number():
    assert f"MAX_UPLOAD_MB: ${{MAX_UPLOAD_MB:-{settings.MAX_UPLOAD_MB.default}}}" in COMPOSE
    limit = re.search(r"MAX_UPLOAD_SIZE: \${MAX_UPLOAD_SIZE:-(\w+)}", COMPOSE)[1]
    assert f"max_size {{$MAX_UPLOAD_SIZE:{limit}}}" in CADDYFILE


def test_a_limit_is_read_as_the_proxy_reads_it():
    assert largest_request("request_body {\n\tmax_size 64MB\n}") == 64_000_000
    assert largest_request("\trequest_body {\n\t\tmax_size {$SIZE:2GiB}\n\t}") == 2**31


def services() -> dict[str, str]:
    """The blocks of the services by their names."""
    listed = re.search(r"^services:\n(.*?)^networks:", COMPOSE, re.MULTILINE | re.DOTALL)[1]
    return dict(re.findall(r"^  (\w+):\n((?:    .*\n|\n|  #.*\n)+)", listed, re.MULTILINE))


def test_every_service_has_limits_and_no_way_out_but_the_proxys():
    common = re.search(r"^x-app: &app\n(.*?)^services:", COMPOSE, re.MULTILINE | re.DOTALL)[1]
    assert set(services()) == {"migrate", "app", "worker", "verify", "retain", "db", "proxy", "backup"}
    for name, block in services().items():
        settled = block + (common if "<<: *app" in block else "")
        assert "mem_limit:" in settled, name
        assert "pids_limit:" in settled, name
        assert ("networks: [outside" in settled) == (name == "proxy"), name
        assert "networks: [" in settled, name
    assert "inside: {internal: true}" in COMPOSE


def test_every_image_is_of_one_version():
    named = re.findall(r"image: (\S+)", COMPOSE) + re.findall(r"FROM (\S+)", DOCKERFILE)
    assert len(named) == 5
    assert all(re.fullmatch(r"monitoring-iom|\w+:\d+\.\d+(\.\d+)?(-\w+)*", one) for one in named), named


def test_half_a_request_ends_at_the_proxy():
    assert "read_header 10s" in CADDYFILE
    assert "request_buffers 1MiB" in CADDYFILE
    seconds = 60 * int(re.search(r"read_body (\d+)m", CADDYFILE)[1])
    assert settings.max_upload_bytes() / seconds < 10**6, "an upload over a line of eight megabits a second passes"
