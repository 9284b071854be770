"""Time-based one-time codes (RFC 6238) of authenticator apps."""

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
# The clock of a phone may be half a minute fast or slow.
_DRIFT = (0, -1, 1)


def roles_with_codes() -> frozenset[Role]:
    """The roles that the setting names; raises ValueError when it names an unknown role."""
    return frozenset(Role(name.strip()) for name in settings.CODE_ROLES.value().split(",") if name.strip())


def needs_code(account: Account) -> bool:
    """Whether the account has set up codes or holds a role that requires them."""
    return account.code_secret is not None or any(Role(grant.role) in roles_with_codes() for grant in account.grants)


def new_secret() -> str:
    """A new secret for one phone."""
    return pyotp.random_base32()


def picture(login: str, secret: str) -> str:
    """The secret as a QR code: inline SVG."""
    address = pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)
    return segno.make(address, error="m").svg_inline(scale=5, border=2, svgclass="code-picture", lineclass=None)


def last_step(account: Account) -> int | None:
    """The last step (half minute) whose code the account has used; None before the first."""
    with sign_in_session() as session:
        return session.scalar(select(UsedCode.step).where(UsedCode.account_id == account.id))


def use_step(account: Account, step: int) -> bool:
    """Mark the step as used; False when it or a later step was used before."""
    with sign_in_session() as session:
        used = session.get(UsedCode, account.id, with_for_update=True)
        if used is None:
            session.add(UsedCode(account_id=account.id, step=step))
            return True
        is_new, used.step = step > used.step, max(step, used.step)
        return is_new


def step_of(secret: str, code: str, after: int | None) -> int | None:
    """The step whose code this is, later than `after`; None for a wrong or a used code."""
    digits = "".join(filter(str.isdigit, code))
    now = int(datetime.now(UTC).timestamp()) // _SECONDS
    codes = pyotp.TOTP(secret)
    for step in (now + drift for drift in _DRIFT):
        if pyotp.utils.strings_equal(digits, codes.at(step * _SECONDS)) and (after is None or step > after):
            return step
    return None
