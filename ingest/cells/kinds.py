"""What the cells of a column can mean."""

from enum import StrEnum


class CellKind(StrEnum):
    """What a cell of a column means; `parsers.PARSERS` reads each of them."""

    TEXT = "text"
    IDENTIFIER = "identifier"
    DAY = "day"
    PERIOD = "period"
    PERCENT = "percent"
    COUNT = "count"
    HOURS = "hours"
    NAME = "name"
    NAMES = "names"
    DOCUMENT = "document"
    DECISION = "decision"
    CATEGORY = "category"
    APPLICATION = "application"
    SUBMITTER = "submitter"
    EMPLOYMENT = "employment"
    GROUND = "ground"
    REMOVAL = "removal"
    OFFER = "offer"
    CANCELLATION = "cancellation"
