"""Commands that look whether the installation is safe and sound."""

import sys

import click

from upkeep.doctor import examine
from upkeep.findings import Grade
from upkeep.setting_values import setting_lines, unsafe_settings


@click.command("settings")
def list_settings() -> None:
    """Показать все настройки; о небезопасных сказать, что с ними сделать."""
    for line in setting_lines():
        click.echo(line)
    findings = unsafe_settings()
    for finding in findings:
        click.echo(str(finding), err=True)
    if any(one.grade is Grade.FAULT for one in findings):
        sys.exit(1)


@click.command()
def doctor() -> None:
    """Проверить базу, таблицы, диски, очередь, загрузки, копии, сроки и часы; код 1, если есть ошибки."""
    grades = []
    for finding in examine():
        click.echo(str(finding))
        grades.append(finding.grade)
    faults, warnings = grades.count(Grade.FAULT), grades.count(Grade.WARNING)
    click.echo(f"Ошибок: {faults}, предупреждений: {warnings}.")
    if faults:
        sys.exit(1)
