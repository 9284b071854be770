"""Limits attempts to sign in, without locking out the owner of the password."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from sqlalchemy import ColumnElement, delete, func, select, text
from sqlalchemy.orm import Session

from model.names import fold
from model.sign_ins import SignInAttempt

WINDOW = timedelta(minutes=15)
# A device that signed in before is counted apart, so that attempts from elsewhere do not lock it out.
FROM_DEVICE = 10
FROM_ADDRESS = 10
FROM_STRANGERS = 50
OF_ADDRESS = 100
# The number of a PostgreSQL advisory lock, arbitrary: attempts are counted one after another, so none passes a limit.
_ONE_AT_A_TIME = 7_310_946


@dataclass(frozen=True)
class LoginAttempt:
    """An attempt to sign in: the login as typed, the address, and the device if it signed in before."""

    login: str
    address: str
    device: str | None = None

    @property
    def login_key(self) -> str:
        return fold(self.login)[:100]

    @property
    def network(self) -> str:
        """The address that is counted; for IPv6 the /64 network, which usually belongs to one client."""
        try:
            address = ip_address(self.address.partition("%")[0])
        except ValueError:
            return self.address
        if isinstance(address, IPv6Address):
            return str(address.ipv4_mapped or ip_network((address, 64), strict=False))
        return str(address)


def allow_attempt(session: Session, attempt: LoginAttempt) -> bool:
    """Record the attempt; False, without recording it, when a limit is reached."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": _ONE_AT_A_TIME})
    now = datetime.now(UTC)
    session.execute(delete(SignInAttempt).where(SignInAttempt.at < now - WINDOW))
    if any(_count(session, *conditions) >= limit for conditions, limit in _limits(attempt)):
        return False
    session.add(SignInAttempt(at=now, login_key=attempt.login_key, address=attempt.network, device=attempt.device))
    session.flush()
    return True


def _limits(attempt: LoginAttempt) -> list[tuple[tuple[ColumnElement[bool], ...], int]]:
    this_login, this_address = SignInAttempt.login_key == attempt.login_key, SignInAttempt.address == attempt.network
    if attempt.device:
        return [((this_login, SignInAttempt.device == attempt.device), FROM_DEVICE)]
    no_device = SignInAttempt.device.is_(None)
    return [
        ((this_login, this_address, no_device), FROM_ADDRESS),
        ((this_login, no_device), FROM_STRANGERS),
        ((this_address, no_device), OF_ADDRESS),
    ]


def _count(session: Session, *conditions: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(SignInAttempt).where(*conditions)) or 0


def forget_attempts(session: Session, attempt: LoginAttempt) -> None:
    """Delete the login's attempts from this device or address after a sign-in."""
    same_source = SignInAttempt.device == attempt.device if attempt.device else SignInAttempt.address == attempt.network
    session.execute(delete(SignInAttempt).where(SignInAttempt.login_key == attempt.login_key, same_source))
