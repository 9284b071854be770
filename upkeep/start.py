"""What is checked before the server starts: settings, which are told where they are unsafe, and the tables."""

import sys

from timeline.current import NOT_MIGRATED, exit_code
from upkeep.findings import Grade
from upkeep.setting_values import unsafe_settings


def check_start() -> int:
    """The exit code: NOT_MIGRATED where the server may not start."""
    findings = unsafe_settings()
    for finding in findings:
        print(finding, file=sys.stderr)
    return NOT_MIGRATED if any(one.grade is Grade.FAULT for one in findings) else exit_code()


if __name__ == "__main__":
    sys.exit(check_start())
