"""Reads the invented oblast in, by the same importer as any other registers."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import func, select

from ingest import importing
from ingest.demo import Progress, write_registers
from ingest.importing import Rewrite, Upload
from model.database import reading, writing
from model.people import Person

BY = "demo"


def is_empty() -> bool:
    """Whether nobody is in the database yet."""
    with reading() as session:
        return session.scalar(select(func.count(Person.id))) == 0


def load(scale: str, seed: int, day: date, *, rewrite: Rewrite, progress: Progress) -> None:
    """Write the registers of the scale to a folder of their own and accept them one by one."""
    with TemporaryDirectory() as folder:
        files = write_registers(Path(folder), scale, seed, day, progress)
        for number, (register, file) in enumerate(files.items(), start=1):
            progress("чтение реестров", number - 1, len(files))
            with writing() as session:
                importing.accept(session, register, Upload(file, file.name), by=BY, take_good=False, rewrite=rewrite)
            progress("чтение реестров", number, len(files))
