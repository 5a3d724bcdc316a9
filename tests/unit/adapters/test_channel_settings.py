"""Settings of the channel: secrets of the demo are made once, those of production must be there."""

from __future__ import annotations

import stat
import threading
from pathlib import Path

import pytest

from adapters.channel_settings import ChannelSettings, action_secret, tracker_url
from adapters.demo_secrets import demo_secret
from adapters.settings import SettingsError

LONG = "0123456789abcdef0123456789abcdef"
WHOLE = {"TOKEN_SECRET": LONG, "TOKEN_ISSUER": "https://site.example", "ACTION_SECRET": LONG[::-1]}


def read(folder: Path, **values: str) -> ChannelSettings:
    environ = {f"FOLIO_{key}": value for key, value in values.items()}
    return ChannelSettings.from_environment(environ, secrets_folder=folder)


def problems(folder: Path, **values: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        read(folder, **values)
    return caught.value.problems


def test_the_demo_s_secrets_are_made_once_and_readable_by_their_owner_only(tmp_path: Path) -> None:
    first, again = read(tmp_path / "s", ENV="demo"), read(tmp_path / "s", ENV="demo")
    assert first == again and first.token_key.secret is not None
    for secret in (first.token_key.secret, first.action_secret):
        assert len(secret.reveal()) >= 32
    files = list((tmp_path / "s").iterdir())
    assert {file.name for file in files} == {"token-secret", "action-secret"}
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert first != read(tmp_path / "other", ENV="demo")


def test_all_who_start_at_once_get_the_same_secret(tmp_path: Path) -> None:
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(demo_secret("x", tmp_path).reveal())) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 20 and len(set(found)) == 1 and [file.name for file in tmp_path.iterdir()] == ["x"]


def test_where_conversations_are_can_be_read_alone_with_the_same_default_and_the_same_checks(tmp_path: Path) -> None:
    assert tracker_url({}) == read(tmp_path, ENV="demo").tracker_url
    given = "postgres://folio:secret@host/chats"
    assert tracker_url({"FOLIO_TRACKER_URL": given}) == read(tmp_path, ENV="demo", TRACKER_URL=given).tracker_url
    with pytest.raises(SettingsError) as caught:
        tracker_url({"FOLIO_TRACKER_URL": "mysql://x"})
    assert caught.value.problems == problems(tmp_path, ENV="demo", TRACKER_URL="mysql://x")


def test_production_makes_no_secrets_and_names_all_that_are_missing_in_one_sentence(tmp_path: Path) -> None:
    (sentence,) = problems(tmp_path)
    for name in ("ACTION_SECRET", "TOKEN_SECRET", "TOKEN_PUBLIC_KEY", "TOKEN_JWKS_URL", "TOKEN_ISSUER"):
        assert f"FOLIO_{name}" in sentence
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("missing", WHOLE)
def test_each_missing_one_is_named(tmp_path: Path, missing: str) -> None:
    (sentence,) = problems(tmp_path, ENV="production", **{key: WHOLE[key] for key in WHOLE if key != missing})
    assert f"FOLIO_{missing}" in sentence and "missing" in sentence
    assert not any(f"FOLIO_{other}" in sentence for other in WHOLE if other != missing)


def test_production_with_all_of_them_starts_and_lets_no_page_in_unasked(tmp_path: Path) -> None:
    settings = read(tmp_path, **WHOLE)
    assert settings.env == "production" and settings.origins == () and settings.visitors


def test_nothing_secret_shows_in_what_is_printed(tmp_path: Path) -> None:
    assert LONG not in repr(read(tmp_path, **WHOLE)) and LONG[::-1] not in repr(read(tmp_path, **WHOLE))
    sentences = problems(tmp_path, **{**WHOLE, "ACTION_SECRET": "my-short-secret"})
    assert not any("my-short-secret" in sentence for sentence in sentences)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("TOKEN_SECRET", "short"),
        ("ACTION_SECRET", "x" * 31),
        ("ACTION_SECRET", "with a blank in it, and long enough for all"),
        ("CONVERSATION_SECRET", "short"),
        ("ORIGINS", "https://www.example.com/path"),
        ("ORIGINS", "*"),
        ("ORIGINS", "www.example.com"),
        ("ORIGINS", "http://www.example.com"),
        ("ORIGINS", "https://user@www.example.com"),
        ("VISITORS", "perhaps"),
        ("TRACKER_URL", "mysql://x"),
        ("TRACKER_URL", "sqlite://"),
        ("MESSAGES_PER_MINUTE", "0"),
        ("MESSAGES_PER_MINUTE", "many"),
        ("PROXIES", "-1"),
        ("ENV", "test"),
    ],
)
def test_what_can_t_be_used_is_named_with_what_to_do(tmp_path: Path, key: str, value: str) -> None:
    found = problems(tmp_path, **{**WHOLE, key: value})
    assert len(found) == 1 and f"FOLIO_{key}" in found[0]


def test_only_one_way_of_checking_tokens_is_taken(tmp_path: Path) -> None:
    (sentence,) = problems(tmp_path, **WHOLE, TOKEN_JWKS_URL="https://site.example/keys")
    assert "FOLIO_TOKEN_SECRET" in sentence and "FOLIO_TOKEN_JWKS_URL" in sentence


def test_published_keys_come_over_https(tmp_path: Path) -> None:
    rest = {key: value for key, value in WHOLE.items() if key != "TOKEN_SECRET"}
    assert read(tmp_path, **rest, TOKEN_JWKS_URL="https://site.example/keys").token_key.jwks_url
    assert problems(tmp_path, **rest, TOKEN_JWKS_URL="http://site.example/keys")


def test_a_public_key_may_be_a_file(tmp_path: Path) -> None:
    rest = {key: value for key, value in WHOLE.items() if key != "TOKEN_SECRET"}
    (tmp_path / "key.pem").write_text("-----BEGIN PUBLIC KEY-----\n", encoding="ascii")
    assert read(tmp_path, **rest, TOKEN_PUBLIC_KEY=str(tmp_path / "key.pem")).token_key.public_key
    (sentence,) = problems(tmp_path, **rest, TOKEN_PUBLIC_KEY=str(tmp_path / "none.pem"))
    assert "FOLIO_TOKEN_PUBLIC_KEY" in sentence


def test_origins_are_listed_by_commas_and_the_demo_has_its_site_s(tmp_path: Path) -> None:
    settings = read(tmp_path, **WHOLE, ORIGINS="https://a.example, https://B.example:8443/")
    assert settings.origins == ("https://a.example", "https://b.example:8443")
    assert read(tmp_path, ENV="demo").origins == ("http://localhost:8000", "http://127.0.0.1:8000")
    assert read(tmp_path, ENV="demo", SITE_PORT="8123").origins[0] == "http://localhost:8123"


def test_conversations_keep_their_names_when_the_action_secret_changes_if_they_have_a_secret_of_their_own(
    tmp_path: Path,
) -> None:
    own = {**WHOLE, "CONVERSATION_SECRET": "c" * 32}
    changed = {**own, "ACTION_SECRET": "n" * 40}
    assert read(tmp_path, **own).conversation_secret == read(tmp_path, **changed).conversation_secret
    assert read(tmp_path, **WHOLE).conversation_secret.reveal() != WHOLE["ACTION_SECRET"]


def test_the_action_server_asks_for_its_secret_alone(tmp_path: Path) -> None:
    assert action_secret({"FOLIO_ACTION_SECRET": LONG}, secrets_folder=tmp_path).reveal() == LONG
    with pytest.raises(SettingsError, match="FOLIO_ACTION_SECRET is missing"):
        action_secret({}, secrets_folder=tmp_path)
