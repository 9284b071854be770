"""Programs of the system that copies need: pg_dump, pg_restore, age, gpg; no password is on a command line."""

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from psycopg.conninfo import make_conninfo
from sqlalchemy.engine import URL

import settings
from upkeep.inventory import CopyError

_PACKAGES = {"pg_dump": "postgresql-client", "pg_restore": "postgresql-client", "age": "age", "gpg": "gnupg"}
ENDINGS = (".age", ".gpg")


def run_program(command: Sequence[str]) -> None:
    """Run it to its end; CopyError with the first line of its message."""
    try:
        ended = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    except FileNotFoundError:
        name = command[0]
        raise CopyError(f"нет программы {name}: установите пакет {_PACKAGES.get(name, name)}") from None
    if ended.returncode != 0:
        lines = [line for line in ended.stderr.splitlines() if line.strip()] or ["без объяснения"]
        raise CopyError(f"{command[0]}: {lines[0][:300]}")


@contextmanager
def libpq_address(url: URL, **options: str) -> Iterator[str]:
    """The address for PostgreSQL's own programs; the password is in a file that only this user reads."""
    with TemporaryDirectory(prefix="iom-") as folder:
        if url.password:
            passwords = Path(folder) / "pass"
            passwords.touch(mode=0o600)
            secret = str(url.password).replace("\\", "\\\\").replace(":", "\\:")
            passwords.write_text(f"*:*:*:*:{secret}\n", encoding="utf-8")
            options["passfile"] = str(passwords)
        yield make_conninfo(
            **{name: value for name, value in url.query.items() if isinstance(value, str)},
            host=url.host,
            port=url.port,
            user=url.username,
            dbname=url.database,
            **options,
        )


def ending_of_key() -> str:
    """The ending of an encrypted copy; none where BACKUP_KEY is empty."""
    key = settings.BACKUP_KEY.value()
    if not key:
        return ""
    return ".age" if key.startswith(("age1", "ssh-")) else ".gpg"


def encrypt(plain: Path, sealed: Path) -> None:
    """Encrypt to BACKUP_KEY: who has only this machine can't read the copy."""
    key = settings.BACKUP_KEY.value()
    if ending_of_key() == ".age":
        run_program(["age", "--recipient", key, "--output", str(sealed), str(plain)])
    else:
        trust = ["--batch", "--yes", "--quiet", "--trust-model", "always"]
        run_program(["gpg", *trust, "--encrypt", "--recipient", key, "--output", str(sealed), str(plain)])


def decrypt(sealed: Path, plain: Path) -> None:
    """Decrypt with BACKUP_IDENTITY (age) or the keyring (GPG)."""
    if sealed.suffix == ".age":
        identity = settings.BACKUP_IDENTITY.value()
        if not identity:
            raise CopyError("копия зашифрована age: укажите файл закрытого ключа в BACKUP_IDENTITY")
        run_program(["age", "--decrypt", "--identity", identity, "--output", str(plain), str(sealed)])
    else:
        run_program(["gpg", "--batch", "--yes", "--quiet", "--decrypt", "--output", str(plain), str(sealed)])
