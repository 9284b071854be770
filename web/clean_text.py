"""Text from the arguments of callbacks, which may be any JSON value."""


def clean_text(value: object) -> str:
    """The text without surrounding white space; an empty one when the value is not a text."""
    return value.strip() if isinstance(value, str) else ""
