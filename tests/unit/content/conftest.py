"""What several tests of content begin with."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.content.rasa_samples import DOMAIN, NLU, STORIES


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    (root / "data").mkdir(parents=True)
    (root / "domain.yml").write_text(DOMAIN)
    (root / "data/nlu.yml").write_text(NLU)
    (root / "data/stories.yml").write_text(STORIES)
    return root
