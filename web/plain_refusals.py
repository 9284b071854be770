"""What the server itself refuses, before the app sees it: the same words in Russian as the app's own pages."""

from html import escape
from typing import Any

from gunicorn import util

from web.refusal_texts import MESSAGES

_PAGE = """<!DOCTYPE html>
<html lang="ru"><head><meta charset="utf-8"><title>Ошибка</title></head>
<body><h1>Ошибка</h1><p>{text}</p><p><a href="/">На главную</a></p></body></html>
"""
_HEAD = (
    "HTTP/1.1 {status} {reason}\r\nConnection: close\r\nContent-Type: text/html; charset=utf-8\r\n"
    "X-Content-Type-Options: nosniff\r\nContent-Length: {length}\r\n\r\n"
)


def refuse_in_russian() -> None:
    """Make gunicorn write this page; it repeats nothing of the request, as gunicorn's own does."""
    util.write_error = write_refusal


def write_refusal(sock: Any, status: int, reason: str, _message: str) -> None:
    """Answer the socket with the page of the status."""
    util.write_nonblock(sock, refusal(status, reason))


def refusal(status: int, reason: str) -> bytes:
    """The whole answer."""
    body = _PAGE.format(text=escape(MESSAGES.get(status, MESSAGES[400]))).encode()
    return _HEAD.format(status=status, reason=reason, length=len(body)).encode("ascii", "replace") + body
