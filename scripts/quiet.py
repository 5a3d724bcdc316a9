"""The environment in which Rasa and TensorFlow keep to themselves what is of no use to Folio's users."""

from __future__ import annotations

import os

QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "PYTHONWARNINGS": "ignore",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "LOG_LEVEL": "WARNING",
    "LOG_LEVEL_LIBRARIES": "ERROR",
}
LOOPBACK = {"SANIC_HOST": "127.0.0.1"}  # rasa-sdk listens on all interfaces unless told


def quiet_environment() -> dict[str, str]:
    """The present environment with those settings; what the user has set stays."""
    return {**QUIET, **LOOPBACK, "PYTHONPATH": ".", **os.environ}
