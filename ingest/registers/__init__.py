"""The six registers, a file each: columns, table, key, day, and the fact that a row says."""

from ingest.registers.appendix1 import APPENDIX1
from ingest.registers.appendix2 import APPENDIX2
from ingest.registers.applications import APPLICATIONS
from ingest.registers.catalogue import CATALOGUE
from ingest.registers.participation import PARTICIPATION
from ingest.registers.register import Register
from ingest.registers.staff import STAFF

REGISTERS: dict[str, Register] = {
    register.key: register for register in (STAFF, APPENDIX1, APPLICATIONS, APPENDIX2, PARTICIPATION, CATALOGUE)
}

__all__ = ["APPENDIX1", "APPENDIX2", "APPLICATIONS", "CATALOGUE", "PARTICIPATION", "REGISTERS", "STAFF", "Register"]
