from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from channels.folio import FolioChannel
from tests.fakes.agent import FakeAgent
from tests.unit.channels.server import Server, serving, settings


@pytest.fixture
def agent(tmp_path: Path) -> FakeAgent:
    return FakeAgent(f"sqlite:///{tmp_path / 'tracker.sqlite'}")


@pytest.fixture
def server(agent: FakeAgent) -> Iterator[Server]:
    """Our channel, and nothing else."""
    with serving(agent, [FolioChannel(settings())]) as running:
        yield running
