"""Imports the invented oblast with the usual importer."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import func, select

from demo import Progress, write_registers
from ingest import imports
from ingest.imports import Upload
from ingest.writing.derivation import Rewrite
from model.database import unscoped_session, write_session
from model.people import Person

BY = "demo"


def is_empty() -> bool:
    """Whether the database has no people."""
    with unscoped_session() as session:
        return session.scalar(select(func.count(Person.id))) == 0


def load(scale: str, seed: int, day: date, *, rewrite: Rewrite, progress: Progress) -> None:
    """Write the registers of the scale to a temporary folder and accept them all."""
    with TemporaryDirectory() as folder:
        files = write_registers(Path(folder), scale, seed, day, progress)
        with write_session() as session:
            runs = []
            for number, (register, file) in enumerate(files.items()):
                progress("чтение реестров", number, len(files) + 1)
                upload = Upload(file, file.name)
                runs.append(imports.import_file(session, register, upload, by=BY, take_good=False)[1])
            imports.finish_import(session, runs, rewrite)
        progress("чтение реестров", len(files) + 1, len(files) + 1)
