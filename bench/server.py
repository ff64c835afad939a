"""The measured server: the product's application with the floor beside it, on a given database and port."""

import sys
from pathlib import Path

import uvicorn

from bench import floor
from engine.db import Database
from engine.settings import Settings
from web.app import create_app


def main(address: str, port: int, folder: str) -> None:
    """Serve until told to stop."""
    settings = Settings(database_url=address, port=port, data_dir=Path(folder)).with_secret_key()
    database = Database(address, settings, size=settings.threads + 2)
    app = create_app(database, settings)
    app.include_router(floor.router)
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", access_log=False)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
