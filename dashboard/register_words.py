"""What the registers are called on every screen."""

REGISTERS = {
    "staff": "Контингент",
    "appendix1": "Приложение 1",
    "applications": "Заявки",
    "appendix2": "Приложение 2",
    "participation": "Участие в событиях",
}
REFERENCE_LISTS = "Справочники"


def register_told(key: str) -> str:
    """The register, or that it was an operation on the reference lists."""
    return REGISTERS.get(key, REFERENCE_LISTS)
