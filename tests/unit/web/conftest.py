from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.web.site import World, site


@pytest.fixture
def world(tmp_path: Path) -> World:
    return site(tmp_path)
