"""Runs the server and the worker in one process until somebody stops them."""

import logging
import signal
import threading
from collections.abc import Callable

import uvicorn

from engine.db import Database
from engine.settings import Settings
from engine.worker import Worker
from web.app import create_app

Say = Callable[[str], None]


class PortInUse(Exception):
    """The address cannot be listened on; the text says what to do."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(
            f"Something else already listens on {host}:{port}, or the address is not this machine's. "
            f"Stop it, or choose another port: BIHUAN_PORT={port + 1}"
        )


def serve_until_stopped(database: Database, settings: Settings, *, worker: bool, say: Say) -> None:
    """Serve pages and REST, with jobs and timers beside them when asked, until Ctrl-C or SIGTERM."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    server = uvicorn.Server(
        uvicorn.Config(
            create_app(database, settings),
            host=settings.host,
            port=settings.port,
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=3,
        )
    )
    jobs = Worker(database, threads=settings.worker_threads) if worker else None
    if jobs:
        jobs.start()
    # The server hands a signal on to whoever handled it before; this makes SIGTERM end as Ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    say(f"Bihuan is at {settings.base_url}  (listening on {settings.host}:{settings.port}; Ctrl-C stops it)")
    try:
        server.run()
    except KeyboardInterrupt:
        say("")
    finally:
        if jobs:
            jobs.stop()
        say("Stopped. Everything is saved.")


def work_until_stopped(database: Database, settings: Settings, *, say: Say) -> None:
    """Run jobs and timers until Ctrl-C or SIGTERM."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    worker = Worker(database, threads=settings.worker_threads)
    worker.start()
    say("Working. Ctrl-C stops it.")
    stopping.wait()
    worker.stop()
    say("Stopped. Everything is saved.")
