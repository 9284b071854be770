"""What an action answers when it can't be done."""


class ActionRejectedError(Exception):
    """What was asked for can't be done; the text says why and what to do, in Russian."""
