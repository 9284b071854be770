"""The settings as an administrator reads them, and a sentence for each one that is not safe."""

from collections.abc import Callable, Iterator

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

import settings
from model.accounts import Role
from model.keys import SHORTEST_KEY
from upkeep.findings import Finding, fault, warning

_LONGEST_IDLE = 8 * 60  # minutes: a working day
_OPEN_WIRE = "данные идут к серверу базы без обязательного шифрования: добавьте ?sslmode=verify-full"
_LOCAL_HOSTS = {None, "", "localhost", "127.0.0.1", "::1"}


def setting_lines() -> Iterator[str]:
    """NAME=value for each setting; a secret is never printed."""
    for setting in settings.SETTINGS:
        try:
            yield f"{setting.name}={_shown_value(setting)}"
        except ValueError:
            yield f"{setting.name}: значение не принято"


def _shown_value(setting: settings.Setting) -> str:
    value = setting.value()
    if setting.is_secret:
        return "секрет задан" if value else "секрет не задан"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if setting is settings.DATABASE_READ_URL:
        return ",".join(map(masked_address, settings.standby_urls()))
    return masked_address(str(value)) if setting.holds_secret else str(value)


def masked_address(address: str) -> str:
    """The address of a database without its password."""
    if not address:
        return ""
    url = _url(address)
    return url.render_as_string(hide_password=True) if url else "адрес не разобран"


def _url(address: str) -> URL | None:
    try:
        return make_url(address)
    except ArgumentError:
        return None


def unsafe_settings() -> list[Finding]:
    """A finding for each setting that is not valid, and else for each that is not safe."""
    invalid = [*_invalid()]
    return invalid or [finding for check in _CHECKS for finding in check()]


def _invalid() -> Iterator[Finding]:
    for setting in settings.SETTINGS:
        try:
            setting.value()
        except ValueError as error:
            yield fault(setting.name, f"{error}: {setting.meaning}")


def _keys() -> Iterator[Finding]:
    for setting in (settings.SECRET_KEY, settings.JOURNAL_KEY, settings.METRICS_TOKEN):
        if setting.value() and len(setting.value()) < SHORTEST_KEY:
            yield fault(
                setting.name, f"короче {SHORTEST_KEY} знаков, такой ключ подбирают: возьмите «openssl rand -hex 32»"
            )
    keys = [one for one in (settings.SECRET_KEY.value(), settings.JOURNAL_KEY.value()) if one]
    if len(keys) == 2 and keys[0] == keys[1]:
        yield fault("JOURNAL_KEY", "тот же, что SECRET_KEY: кто узнал один, подделает и журнал; задайте разные")
    if not settings.JOURNAL_KEY.value():
        yield warning(
            "JOURNAL_KEY",
            "не задан: ключ лежит файлом journal_key на этой машине, и кто возьмёт его вместе с базой, подделает "
            "журнал; сохраните файл отдельно или задайте ключ в настройках",
        )


def _sign_in() -> Iterator[Finding]:
    if not settings.SECURE_COOKIES.value():
        yield warning(
            "SECURE_COOKIES",
            "no: сеанс можно перехватить в сети без шифрования; поставьте прокси с TLS и задайте yes",
        )
    elif not settings.TRUSTED_PROXIES.value():
        yield warning(
            "TRUSTED_PROXIES",
            "0 при HTTPS: в журнале и в ограничениях входа стоит адрес прокси, а не посетителя; задайте 1",
        )
    if settings.IDLE_MINUTES.value() > _LONGEST_IDLE:
        yield warning("IDLE_MINUTES", "больше рабочего дня: оставленный компьютер долго остаётся открытым")
    roles = {one.strip() for one in settings.CODE_ROLES.value().split(",") if one.strip()}
    unknown = roles - {role.value for role in Role}
    if unknown:
        yield fault("CODE_ROLES", f"нет такой роли: {', '.join(sorted(unknown))}")
    if Role.ADMIN.value not in roles:
        yield warning("CODE_ROLES", "администраторы входят без одноразового кода; добавьте admin")


def _database() -> Iterator[Finding]:
    url, owner = _url(settings.DATABASE_URL.value()), settings.OWNER_DATABASE_URL.value()
    if url is None:
        yield fault("DATABASE_URL", "адрес не разобран: sqlite:///файл или postgresql+psycopg://имя@сервер/база")
        return
    if owner and owner == settings.DATABASE_URL.value():
        yield warning("OWNER_DATABASE_URL", "тот же вход, что у приложения: взломанное приложение владело бы таблицами")
    if url.get_backend_name() == "postgresql":
        if not _is_encrypted(url):
            yield warning("DATABASE_URL", _OPEN_WIRE)
        if not settings.SECRET_KEY.value():
            yield warning(
                "SECRET_KEY",
                "не задан: у каждой машины свой ключ, и вход на одной не действует на другой; задайте один",
            )


def _is_encrypted(url: URL) -> bool:
    return url.host in _LOCAL_HOSTS or url.query.get("sslmode") in {"require", "verify-ca", "verify-full"}


def _standbys() -> Iterator[Finding]:
    main, name = _url(settings.DATABASE_URL.value()), settings.DATABASE_READ_URL.name
    for address in settings.standby_urls():
        url = _url(address)
        if url is None or url.drivername != "postgresql+psycopg":
            yield fault(name, "адрес не разобран: postgresql+psycopg://имя@реплика/база, несколько — через запятую")
        elif main is None or main.get_backend_name() != "postgresql":
            yield fault(name, "реплики бывают только у PostgreSQL, а DATABASE_URL — не PostgreSQL: уберите настройку")
        elif url == main:
            yield warning(name, "тот же адрес, что DATABASE_URL: он не разгружен, а опрашивается дважды")
        elif not _is_encrypted(url):
            yield warning(name, _OPEN_WIRE)


def _people() -> Iterator[Finding]:
    if settings.SMALL_GROUP.value() < 3:
        yield warning("SMALL_GROUP", "меньше 3: по среднему результату группы узнаётся результат одного человека")
    if settings.ACCOUNT_QUOTA_MB.value() < settings.MAX_UPLOAD_MB.value():
        yield fault("ACCOUNT_QUOTA_MB", "меньше MAX_UPLOAD_MB: наибольший файл никогда не будет принят")


def _copies() -> Iterator[Finding]:
    if not settings.BACKUP_KEY.value():
        yield warning("BACKUP_KEY", "не задан: копии базы с персональными данными не шифруются")
    if settings.BACKUP_KEEP.value() < 1:
        yield fault("BACKUP_KEEP", "меньше 1: удалялась бы и только что сделанная копия")


_CHECKS: tuple[Callable[[], Iterator[Finding]], ...] = (*(_keys, _sign_in, _database, _standbys, _people, _copies),)
