"""Whether a request comes from the machine itself, or bears the token of the metrics: figures are for nobody else."""

import hmac
from ipaddress import ip_address

from flask import request

import settings

# A proxy on this machine that nobody has told of (TRUSTED_PROXIES=0) gives itself away by these.
_OF_PROXIES = ("Forwarded", "X-Forwarded-For", "X-Real-Ip", "Via")


def is_insider() -> bool:
    """Whether the sender may see figures of the installation."""
    token = settings.METRICS_TOKEN.value()
    if token and hmac.compare_digest(request.headers.get("Authorization", "").encode(), f"Bearer {token}".encode()):
        return True
    is_proxied = any(name in request.headers for name in _OF_PROXIES)
    is_told_of_proxies = bool(settings.TRUSTED_PROXIES.value())
    # Whoever reaches the server past its proxy can name any address as a visitor's: the sender itself counts too.
    sender = request.environ.get("werkzeug.proxy_fix.orig", {}).get("REMOTE_ADDR", request.remote_addr)
    are_local = _is_loopback(request.remote_addr) and _is_loopback(sender)
    return are_local and (is_told_of_proxies or not is_proxied)


def _is_loopback(address: str | None) -> bool:
    try:
        return ip_address(address or "").is_loopback
    except ValueError:
        return False
