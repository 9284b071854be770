"""The examples of deploy/, filled with the addresses and folders of a drill: what is drilled is what is recommended."""

from collections.abc import Mapping
from pathlib import Path

DEPLOY = Path(__file__).parents[2] / "deploy"


def filled_example(name: str, values: Mapping[str, str]) -> str:
    """The text of the example, each key replaced by its value; a key that is not in it fails."""
    text = (DEPLOY / name).read_text(encoding="utf-8")
    for example, value in values.items():
        assert example in text, f"{name} has no {example!r}"
        text = text.replace(example, value)
    return text
