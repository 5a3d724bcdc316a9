"""What keeps Folio from starting, all at once: settings that are wrong or missing, databases that can't be used."""

from __future__ import annotations

from collections.abc import Mapping

from adapters.channel_settings import ChannelSettings
from adapters.database.probe import obstacle
from adapters.settings import PREFIX, Settings, SettingsError
from scripts.ports import Ports


def read_settings(environ: Mapping[str, str] | None = None) -> tuple[Settings, ChannelSettings]:
    """All settings of all parts.

    Raises:
        SettingsError: with a sentence for each problem of any of them.
    """
    problems: list[str] = []
    settings: Settings | None = None
    channel: ChannelSettings | None = None
    try:
        settings = Settings.from_environment(environ)
    except SettingsError as error:
        problems += error.problems
    try:
        channel = ChannelSettings.from_environment(environ)
    except SettingsError as error:
        problems += error.problems
    problems += Ports.from_environment(environ).problems
    if settings is None or channel is None or problems:
        raise SettingsError(list(dict.fromkeys(problems)))  # both name what is wrong with FOLIO_ENV
    return settings, channel


def unusable_databases(settings: Settings, channel: ChannelSettings) -> list[str]:
    """A sentence for each database that can't be used now; after some seconds where a server gives no answer."""
    told = []
    for key, url in (("DATABASE_URL", settings.database_url), ("TRACKER_URL", channel.tracker_url)):
        reason = obstacle(url.reveal())
        if reason is not None:
            told.append(f"{PREFIX}{key}: the database can't be used; start it, or correct the setting ({reason})")
    return told
