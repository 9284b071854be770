"""What a callback is told is whatever the caller writes: only text is taken for text."""


def clean_text(value: object) -> str:
    """The text without spaces around it; nothing for what is not text."""
    return value.strip() if isinstance(value, str) else ""
