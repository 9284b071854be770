"""«No known vulnerabilities» is said only where packages were looked up."""

import json

import pytest

from deploy.audit import judge

GOOD = {"name": "dash", "version": "4.0", "vulns": []}
BAD = {"name": "flask", "version": "1.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["1.1"]}]}
SKIPPED = {"name": "click", "skip_reason": "Dependency not found on PyPI and could not be audited: click (8.1.7)"}


def report(*packages: dict) -> str:
    return json.dumps({"dependencies": packages, "fixes": []})


def test_packages_that_were_looked_up_and_are_known_for_nothing_pass():
    assert judge(report(GOOD), "", required=True) == (0, "No known vulnerabilities in 1 packages.")


@pytest.mark.parametrize("packages", [(BAD,), (GOOD, BAD), (SKIPPED, BAD)])
def test_a_known_vulnerability_fails_whether_or_not_all_was_looked_up(packages: tuple[dict, ...]):
    code, text = judge(report(*packages), "", required=False)
    assert code == 1
    assert "flask 1.0: PYSEC-1, mended in 1.1" in text


@pytest.mark.parametrize("reported", [report(SKIPPED), report(SKIPPED, SKIPPED), report(), "", "{}", "[]", "null"])
def test_where_nothing_was_looked_up_that_is_said_loudly_and_fails_where_it_is_required(reported: str):
    code, text = judge(reported, "ERROR: no network", required=False)
    assert code == 0
    assert "NOTHING WAS AUDITED" in text
    assert "!!!!" in text
    assert "No known" not in text
    assert judge(reported, "", required=True)[0] == 1


def test_an_error_of_the_auditor_is_passed_on():
    assert "ERROR: no network" in judge("", "WARNING: x\nERROR: no network\n", required=False)[1]


def test_packages_that_were_passed_by_are_named():
    code, text = judge(report(GOOD, SKIPPED), "", required=False)
    assert (code, "1 packages audited, NOT AUDITED: click" in text) == (0, True)
    assert judge(report(GOOD, SKIPPED), "", required=True)[0] == 1
