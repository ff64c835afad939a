"""Every scenario of every package that ships runs through."""

from pathlib import Path

import pytest

from engine import deployments, packages, sample
from engine.db import Database
from engine.identity import SYSTEM
from engine.settings import Settings
from tests.processes.scenario import Player

SCENARIOS = sorted(packages.SHIPPED.glob("*/scenarios/*.toml"))


@pytest.mark.parametrize("path", SCENARIOS, ids=[f"{path.parent.parent.name}/{path.stem}" for path in SCENARIOS])
def test_a_scenario_runs_through(database: Database, path: Path, tmp_path: Path) -> None:
    database.settings = Settings(data_dir=tmp_path)
    with database.transaction() as session:
        deployments.deploy(session, SYSTEM, packages.read_folder(path.parent.parent))
        sample.seed(session)
    Player(database, path).play()
