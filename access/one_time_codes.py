"""Time-based one-time codes (RFC 6238), as authenticator programs on phones make them."""

from datetime import UTC, datetime

import pyotp
import segno
from sqlalchemy import select

import settings
from model.accounts import Account, Role
from model.database import sign_in_session
from model.sign_ins import UsedCode

ISSUER = "Мониторинг ИОМ"
_SECONDS = 30
# The clock of a phone may be half a minute off, either way.
_DRIFT = (0, -1, 1)


def roles_with_codes() -> frozenset[Role]:
    """The roles that the setting names; ValueError when it names one that does not exist."""
    return frozenset(Role(name.strip()) for name in settings.CODE_ROLES.value().split(",") if name.strip())


def is_wanted(account: Account) -> bool:
    """Whether the account has set codes up, or holds a role that must."""
    return account.code_secret is not None or any(Role(one.role) in roles_with_codes() for one in account.grants)


def new_secret() -> str:
    """A secret to be shared with one phone."""
    return pyotp.random_base32()


def picture(login: str, secret: str) -> str:
    """The secret as a QR code: SVG to be put into a page."""
    address = pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)
    return segno.make(address, error="m").svg_inline(scale=5, border=2, svgclass="code-picture", lineclass=None)


def last_step(account: Account) -> int | None:
    """The last half minute whose code the account has used; None before the first."""
    with sign_in_session() as session:
        return session.scalar(select(UsedCode.step).where(UsedCode.account_id == account.id))


def use_step(account: Account, step: int) -> bool:
    """Take the code of a half minute; False where it, or a later one, was used before."""
    with sign_in_session() as session:
        used = session.get(UsedCode, account.id, with_for_update=True)
        if used is None:
            session.add(UsedCode(account_id=account.id, step=step))
            return True
        is_new, used.step = step > used.step, max(step, used.step)
        return is_new


def step_of(secret: str, code: str, after: int | None) -> int | None:
    """The half minute whose code this is; None for a wrong code and for one already used."""
    digits = "".join(filter(str.isdigit, code))
    now = int(datetime.now(UTC).timestamp()) // _SECONDS
    codes = pyotp.TOTP(secret)
    for step in (now + drift for drift in _DRIFT):
        if pyotp.utils.strings_equal(digits, codes.at(step * _SECONDS)) and (after is None or step > after):
            return step
    return None
