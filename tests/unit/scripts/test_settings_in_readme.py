"""The README's table of settings is whole: nothing is read from outside that it doesn't name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from scripts.channel_environment import channel_environment
from scripts.start_check import read_settings

PROJECT = Path(__file__).resolve().parents[3]
LONG = "0123456789abcdef0123456789abcdef"
PRODUCTION = {
    "FOLIO_TOKEN_SECRET": LONG,
    "FOLIO_TOKEN_ISSUER": "https://site.example",
    "FOLIO_ACTION_SECRET": LONG[::-1],
}


class Noting(Mapping[str, str]):
    """An environment that remembers what it was asked for."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values
        self.asked: set[str] = set()

    def __getitem__(self, key: str) -> str:
        self.asked.add(key)
        return self._values[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


def test_each_setting_that_is_read_is_documented(tmp_path: Path) -> None:
    environ = Noting({**PRODUCTION, "FOLIO_TRACKER_URL": f"sqlite:///{tmp_path / 'tracker.sqlite'}"})
    _, channel = read_settings(environ)
    channel_environment(channel, environ)
    demo = Noting({**PRODUCTION, "FOLIO_ENV": "demo"})
    read_settings(demo)
    asked = environ.asked | demo.asked
    assert {"FOLIO_ORIGINS", "FOLIO_DATABASE_URL", "FOLIO_SITE_PORT", "FOLIO_ACTION_URL"} <= asked
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    table = readme[readme.index("## Settings") : readme.index("### The demo firm")]
    assert [name for name in sorted(asked) if f"`{name}`" not in table] == []
