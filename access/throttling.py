"""Slows down whoever guesses passwords, without shutting out the one whose password it is."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from sqlalchemy import ColumnElement, delete, func, select, text
from sqlalchemy.orm import Session

from model.names import fold
from model.sign_ins import SignInAttempt

WINDOW = timedelta(minutes=15)
# A device that got in before has a count of its own: no storm from elsewhere uses it up.
FROM_DEVICE = 10
FROM_ADDRESS = 10
FROM_STRANGERS = 50
OF_ADDRESS = 100
# Any number of our own: tries are counted one after another on PostgreSQL too, so that none slips past a limit.
_ONE_AT_A_TIME = 7_310_946


@dataclass(frozen=True)
class LoginAttempt:
    """Who stands at the door: the login as given, the address, and the device when it got in before."""

    login: str
    address: str
    device: str | None = None

    @property
    def login_key(self) -> str:
        return fold(self.login)[:100]

    @property
    def network(self) -> str:
        """The address as it is counted: whoever has one address of IPv6 has a whole /64."""
        try:
            address = ip_address(self.address.partition("%")[0])
        except ValueError:
            return self.address
        if isinstance(address, IPv6Address):
            return str(address.ipv4_mapped or ip_network((address, 64), strict=False))
        return str(address)


def allow_attempt(session: Session, knock: LoginAttempt) -> bool:
    """Write the try down, unless there were too many of its kind already: then nothing is even compared."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": _ONE_AT_A_TIME})
    now = datetime.now(UTC)
    session.execute(delete(SignInAttempt).where(SignInAttempt.at < now - WINDOW))
    if any(_count(session, *which) >= most for which, most in _limits(knock)):
        return False
    session.add(SignInAttempt(at=now, login_key=knock.login_key, address=knock.network, device=knock.device))
    session.flush()
    return True


def _limits(knock: LoginAttempt) -> list[tuple[tuple[ColumnElement[bool], ...], int]]:
    this_login, here = SignInAttempt.login_key == knock.login_key, SignInAttempt.address == knock.network
    if knock.device:
        return [((this_login, SignInAttempt.device == knock.device), FROM_DEVICE)]
    unknown = SignInAttempt.device.is_(None)
    return [
        ((this_login, here, unknown), FROM_ADDRESS),
        ((this_login, unknown), FROM_STRANGERS),
        ((here, unknown), OF_ADDRESS),
    ]


def _count(session: Session, *which: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(SignInAttempt).where(*which)) or 0


def forget_attempts(session: Session, knock: LoginAttempt) -> None:
    """The one who knocked got in: their earlier tries from here no longer count."""
    here = SignInAttempt.device == knock.device if knock.device else SignInAttempt.address == knock.network
    session.execute(delete(SignInAttempt).where(SignInAttempt.login_key == knock.login_key, here))
