"""Where the parts of Folio listen, on this machine."""

from __future__ import annotations

import argparse
import os
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from adapters.channel_settings import DEMO_SITE_PORT
from adapters.settings import Reader, SettingsError, is_port

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Ports:
    """`problems` has a sentence for each setting that is no port; the usual one stands in its place."""

    rasa: int = 5005
    actions: int = 5055
    site: int = int(DEMO_SITE_PORT)
    problems: tuple[str, ...] = ()

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Ports:
        reader = Reader(os.environ if environ is None else environ)
        rasa = reader.port("RASA_PORT", default=cls.rasa)
        actions = reader.port("ACTION_PORT", default=cls.actions)
        site = reader.port("SITE_PORT", default=cls.site)
        return cls(rasa, actions, site, tuple(reader.problems))

    def check(self) -> None:
        """Raises `SettingsError` with all problems, if there are any."""
        if self.problems:
            raise SettingsError(list(self.problems))


def port(text: str) -> int:
    """An argument of a command. Raises `ArgumentTypeError`."""
    if not is_port(text):
        raise argparse.ArgumentTypeError("use a port from 1 to 65535")
    return int(text)


def busy(ports: Sequence[int]) -> list[str]:
    """A sentence for each port that something listens on already, or that two parts would share."""
    each = list(dict.fromkeys(ports))
    return [
        *(f"port {one} is meant for two parts of Folio; give each its own" for one in each if ports.count(one) > 1),
        *(f"port {one} is in use; stop what runs there, or is Folio running already?" for one in each if _listens(one)),
    ]


def free_port() -> int:
    """One that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) == 0
