"""What Rasa's files read from the environment: `endpoints.yml` names variables, and has no defaults of its own."""

from __future__ import annotations

import os
from collections.abc import Mapping

from adapters.channel_settings import ChannelSettings
from adapters.database.engine import make_folder
from scripts.ports import HOST, Ports


def channel_environment(settings: ChannelSettings, environ: Mapping[str, str]) -> dict[str, str]:
    """The variables of `endpoints.yml`: as they are set, else for an action server on this machine."""
    make_folder(settings.tracker_url.reveal())
    port = Ports.from_environment(environ).actions
    return {
        "FOLIO_ACTION_URL": settings.action_url or f"http://{HOST}:{port}/webhook",
        "FOLIO_ACTION_SECRET": settings.action_secret.reveal(),
        "FOLIO_TRACKER_URL": settings.tracker_url.reveal(),
    }


def set_channel_environment() -> None:
    """Makes `endpoints.yml` readable in this process.

    Raises:
        SettingsError: what is missing in production, or wrong.
    """
    Ports.from_environment().check()
    os.environ.update(channel_environment(ChannelSettings.from_environment(), os.environ))
