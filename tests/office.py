"""The office program that opens exported documents."""

import shutil

NAMES = ("soffice", "libreoffice")


def office_program() -> str | None:
    """The path of the program; None where it is absent, and then its tests are skipped with a notice."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)
