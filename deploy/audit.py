"""Runs pip-audit and tells «no known vulnerabilities» from «no package was audited».

pip-audit exits with 0 when the index is unreachable, so in a closed network its exit code proves nothing.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

COMMAND = ("--local", "--progress-spinner", "off", "--format", "json")
BAR = "!" * 100


def main(arguments: Sequence[str]) -> int:
    """The exit code: 1 for a vulnerability and, with --required, for an incomplete audit."""
    command = [str(Path(sys.executable).parent / "pip-audit"), *COMMAND]
    result = subprocess.run(command, capture_output=True, text=True)
    code, text = judge(result.stdout, result.stderr, required="--required" in arguments)
    print(text, file=sys.stderr)
    return code


def judge(report: str, errors: str, *, required: bool) -> tuple[int, str]:
    """The exit code and the message for a report of pip-audit; an unreadable report has audited nothing."""
    try:
        packages = json.loads(report)["dependencies"]
    except (ValueError, KeyError, TypeError):
        last_line = (errors.strip().splitlines() or ["it said nothing"])[-1]
        return int(required), _loud(f"NOTHING WAS AUDITED for known vulnerabilities: {last_line}")
    vulnerable = [line for package in packages for line in _lines_of(package)]
    skipped = [package["name"] for package in packages if "skip_reason" in package]
    audited = len(packages) - len(skipped)
    if vulnerable:
        return 1, "\n".join(["Known vulnerabilities:", *vulnerable])
    if not audited:
        return int(required), _loud(f"NOTHING WAS AUDITED: none of {len(packages)} packages was found in the index")
    if skipped:
        return int(required), _loud(f"{audited} packages audited, NOT AUDITED: {', '.join(skipped)}")
    return 0, f"No known vulnerabilities in {audited} packages."


def _lines_of(package: dict) -> list[str]:
    vulnerabilities = package.get("vulns", [])
    return [
        f"  {package['name']} {package['version']}: {vulnerability['id']}, {_fix_of(vulnerability)}"
        for vulnerability in vulnerabilities
    ]


def _fix_of(vulnerability: dict) -> str:
    versions = vulnerability.get("fix_versions")
    return f"mended in {', '.join(versions)}" if versions else "not mended yet"


def _loud(text: str) -> str:
    return f"{BAR}\n{text}\n{BAR}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
