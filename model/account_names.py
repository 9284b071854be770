"""How an account is called wherever it stands as an author, a reader or an actor."""


def account_title(login: str, full_name: str | None, post: str | None) -> str:
    """«Иванова А. П., методист (ivanova)»; the login alone for an account without a name."""
    if not full_name:
        return login
    return f"{', '.join(filter(None, (short_name(full_name), post)))} ({login})"


def short_name(full_name: str) -> str:
    """«Иванова А. П.» of «Иванова Анна Петровна»."""
    surname, *others = full_name.split()
    return " ".join((surname, *(f"{name[0].upper()}." for name in others)))
