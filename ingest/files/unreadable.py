"""The error of a file that cannot be read."""

from model.errors import UserError


class UnreadableFileError(UserError):
    """Why a file as a whole cannot be read, in words its owner can act on."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
