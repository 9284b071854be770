"""Parses the addresses of lists of people."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class ListAddress:
    """The parsed path of a list of people: its owner and the count behind it; other lists have no count."""

    level: str
    identity: int | None
    count: str | None
    is_registry: bool = False


def list_at(path: str) -> ListAddress | None:
    """Parse the path of a list; None for any other path."""
    match = re.fullmatch(r"/(region|municipality|organization)(?:/([1-9][0-9]{0,8}))?/list/([a-z_]+)", path)
    if match:
        return ListAddress(match[1], int(match[2]) if match[2] else None, match[3])
    match = re.fullmatch(r"/(region|municipality|organization|provider)(?:/([1-9][0-9]{0,8}))?/registry", path)
    if match:
        return ListAddress(match[1], int(match[2]) if match[2] else None, None, is_registry=True)
    match = re.fullmatch(r"/provider/([1-9][0-9]{0,8})/applications", path)
    return ListAddress("provider", int(match[1]), None) if match else None
