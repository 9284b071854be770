"""Damaged files, by night thousands: each is accepted or refused within a minute and a gibibyte."""

import subprocess
import sys
from ast import literal_eval
from collections import Counter

import pytest

from ingest.imports import Upload, accept
from model.database import write_session
from tests.drills import fuzzed_files
from tests.sizes import SIZES

PROCESSES = 2
KINDS_OF_DATABASES = 2
# Of one process.
FILES = SIZES.mutated_files // (PROCESSES * KINDS_OF_DATABASES)


def people():
    """The people named in the files."""
    with write_session() as session:
        content = fuzzed_files.whole("staff", "csv")
        accept(session, "staff", Upload(content, "staff.csv"), by="test", take_good=False, rewrite=lambda *_: None)


@pytest.mark.parametrize("register", list(fuzzed_files.REGISTERS))
@pytest.mark.parametrize("kind", ["csv", "cp1251", "xlsx"])
def test_before_it_is_spoilt_every_file_is_accepted(sqlite, register, kind):
    people()
    assert fuzzed_files.feed(register, f"{register}.{kind}", fuzzed_files.whole(register, kind)) == "accepted"


def test_no_spoilt_file_ends_in_anything_but_acceptance_or_a_told_refusal(database):
    people()
    offset = 0 if database.startswith("sqlite") else PROCESSES
    runs = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.drills.fuzzed_files", str(seed + offset), str(FILES)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for seed in range(PROCESSES)
    ]
    told = [run.communicate()[0] for run in runs]
    assert [run.returncode for run in runs] == [0] * PROCESSES, "\n".join(told)
    ended = sum((Counter(literal_eval(one.splitlines()[-1])) for one in told), Counter())
    assert ended.total() == PROCESSES * FILES
    # Files that all end at the first door would prove little.
    assert min(ended[end] for end in ("accepted", "refused rows", "refused file")) >= ended.total() // 20, ended
