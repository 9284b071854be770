"""The command that runs jobs apart from the web server, on this machine or another one."""

import signal
from threading import Event
from types import FrameType

import click

import settings
from commands.current import CurrentCommand
from jobs.worker import job_worker
from model.jobs import JobKind
from web.logs import set_up_logs


@click.command("work", cls=CurrentCommand)
def run_jobs() -> None:
    """Выполнять загрузки и выгрузки, пока команду не остановят; веб-серверу тогда задаётся JOBS_IN_WEB=no."""
    set_up_logs()
    if settings.JOBS_IN_WEB.value():
        click.echo("JOBS_IN_WEB=yes: задания выполняет и веб-сервер; задайте no, чтобы они ему не мешали", err=True)
    stopping = Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    workers = [job_worker(kind) for kind in JobKind]
    for worker in workers:
        worker.start()
    click.echo("Задания выполняются.")
    stopping.wait()
    for worker in workers:
        worker.stop()
    click.echo("Остановлено; незаконченные задания вернулись в очередь.")
