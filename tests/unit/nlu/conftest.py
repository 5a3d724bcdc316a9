from __future__ import annotations

from pathlib import Path

import pytest

from nlu.encoder import BertEncoder
from scripts.prepare_encoder import package_folder, prepare


@pytest.fixture(scope="session")
def encoder_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The encoder, prepared afresh from its package."""
    folder = tmp_path_factory.mktemp("models") / "encoder"
    prepare(package_folder(), folder)
    return folder


@pytest.fixture(scope="session")
def encoder(encoder_folder: Path) -> BertEncoder:
    return BertEncoder(str(encoder_folder))
