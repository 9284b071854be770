"""Time-based one-time codes (RFC 6238), as authenticator programs on phones make them."""

from datetime import UTC, datetime

import pyotp
import segno

import settings
from model.accounts import Account, Role

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


def step_of(secret: str, code: str, after: int | None) -> int | None:
    """The half minute whose code this is; None for a wrong code and for one already used."""
    digits = "".join(filter(str.isdigit, code))
    now = int(datetime.now(UTC).timestamp()) // _SECONDS
    codes = pyotp.TOTP(secret)
    for step in (now + drift for drift in _DRIFT):
        if pyotp.utils.strings_equal(digits, codes.at(step * _SECONDS)) and (after is None or step > after):
            return step
    return None
