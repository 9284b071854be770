"""Small files that were found to go wrong, each read in as the command line reads it."""

from pathlib import Path

from ingest import imports
from ingest.imports import ImportRejectedError, Upload
from ingest.planning.plan import Plan
from model.database import unscoped_session
from tests.world import take

FOLDER = Path(__file__).parent / "cases"


def case(name: str) -> bytes:
    """The bytes of a case."""
    return (FOLDER / name).read_bytes()


def take_base() -> None:
    """The people and assessments that the other cases assume."""
    take("staff", case("00_base_staff.csv"))
    take("appendix1", case("00_base_appendix1.csv"))


def take_case(register: str, name: str) -> Plan:
    """Read the case in; its plan."""
    return take(register, case(name))[0]


def check_case(register: str, name: str) -> Plan:
    """What the case would do."""
    with unscoped_session() as session:
        return imports.check(session, register, Upload(case(name), name))


def refusals(register: str, content: bytes) -> list[str]:
    """Why rows of a file are refused; it is not written."""
    try:
        take(register, content)
    except ImportRejectedError as refused:
        return [str(one) for one in refused.plan.all_refusals()]
    return []
