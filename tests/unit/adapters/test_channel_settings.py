"""Settings of the channel: secrets of the demo are made once, those of production must be there."""

from __future__ import annotations

import stat
import threading
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from adapters.channel_settings import ChannelSettings, action_secret, tracker_url
from adapters.demo_secrets import demo_secret
from adapters.settings import Secret, SettingsError

PUBLIC = ed25519.Ed25519PrivateKey.generate().public_key()
PEM = PUBLIC.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
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


@pytest.mark.parametrize("content", [b"", b"cut-off\n", b"\xff" * 40])
def test_a_secret_of_the_demo_that_was_cut_off_is_not_used(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "token-secret").write_bytes(content)
    (sentence,) = problems(tmp_path, ENV="demo")
    assert str(tmp_path / "token-secret") in sentence and "remove the file" in sentence


def test_where_the_demo_s_secrets_can_t_be_made_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "secrets").write_text("a file, not a folder", encoding="ascii")
    sentences = problems(tmp_path / "secrets", ENV="demo")
    assert len(sentences) == 2 and all("can be neither read nor made" in sentence for sentence in sentences)


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
        ("TOKEN_SECRET", "x" * 31),
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
    for env in ("production", "demo"):
        assert read(tmp_path, **rest, ENV=env, TOKEN_JWKS_URL="http://127.0.0.1:8000/keys").token_key.jwks_url
    assert read(tmp_path, **rest, ENV="demo", TOKEN_JWKS_URL="http://site.example/keys").token_key.jwks_url
    assert problems(tmp_path, **rest, TOKEN_JWKS_URL="http://site.example/keys") == [
        "FOLIO_TOKEN_JWKS_URL: http:// is for this machine only; use https://"
    ]


def test_published_keys_may_be_asked_for_with_a_query(tmp_path: Path) -> None:
    rest = {key: value for key, value in WHOLE.items() if key != "TOKEN_SECRET"}
    address = "https://site.example/keys?tenant=folio&version=2"
    assert read(tmp_path, **rest, TOKEN_JWKS_URL=address).token_key.jwks_url == address
    (fragment,) = problems(tmp_path, **rest, TOKEN_JWKS_URL="https://site.example/keys#first")
    assert fragment == "FOLIO_TOKEN_JWKS_URL: it goes on after the path; leave out what begins with #"
    (none,) = problems(tmp_path, **rest, TOKEN_JWKS_URL="site.example/keys")
    assert none.endswith("use one such as https://www.example.com/.well-known/jwks.json")


def test_a_public_key_may_be_a_file(tmp_path: Path) -> None:
    rest = {key: value for key, value in WHOLE.items() if key != "TOKEN_SECRET"}
    (tmp_path / "key.pem").write_text(PEM, encoding="ascii")
    assert read(tmp_path, **rest, TOKEN_PUBLIC_KEY=str(tmp_path / "key.pem")).token_key.public_key
    (sentence,) = problems(tmp_path, **rest, TOKEN_PUBLIC_KEY=str(tmp_path / "none.pem"))
    assert "FOLIO_TOKEN_PUBLIC_KEY" in sentence


def test_a_public_key_of_one_line_has_its_line_ends_written_out(tmp_path: Path) -> None:
    rest = {key: value for key, value in WHOLE.items() if key != "TOKEN_SECRET"}
    assert read(tmp_path, **rest, TOKEN_PUBLIC_KEY=PEM.replace("\n", "\\n")).token_key.public_key == PEM


@pytest.mark.parametrize("text", ["-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----\n", "words", "", None])
def test_what_is_no_public_key_is_refused_in_one_sentence_beside_all_others(tmp_path: Path, text: str | None) -> None:
    value = "-----BEGIN PUBLIC KEY-----"
    if text is not None:
        value = str(tmp_path / "key.pem")
        (tmp_path / "key.pem").write_text(text, encoding="ascii")
    rest = {key: value for key, value in WHOLE.items() if key != "TOKEN_SECRET"}
    key, visitors = problems(tmp_path, **rest, TOKEN_PUBLIC_KEY=value, VISITORS="perhaps")
    assert key == "FOLIO_TOKEN_PUBLIC_KEY: it is no PEM public key; use RSA, EC P-256 or Ed25519"
    assert "FOLIO_VISITORS" in visitors


def test_a_token_secret_that_is_too_short_is_warned_about_in_the_demo_and_refused_in_production(tmp_path: Path) -> None:
    settings = read(tmp_path, **{**WHOLE, "ENV": "demo", "TOKEN_SECRET": "my-short-one"})
    assert settings.token_key.secret == Secret("my-short-one")
    (warning,) = settings.warnings
    (problem,) = problems(tmp_path, **{**WHOLE, "TOKEN_SECRET": "my-short-one"})
    for sentence in (warning, problem):
        assert sentence.startswith("FOLIO_TOKEN_SECRET: it has 12 bytes") and "32 or more" in sentence
        assert "my-short-one" not in sentence
    assert read(tmp_path, **WHOLE).warnings == () == read(tmp_path, ENV="demo").warnings


def test_origins_are_listed_by_commas_and_the_demo_has_its_site_s(tmp_path: Path) -> None:
    settings = read(tmp_path, **WHOLE, ORIGINS="https://a.example, https://B.example:8443/")
    assert settings.origins == ("https://a.example", "https://b.example:8443")
    usual = "https://a.example:443,https://a.example,http://localhost:80,https://[::1]:443,https://c.example:80"
    expected = ("https://a.example", "http://localhost", "https://[::1]", "https://c.example:80")
    assert read(tmp_path, **WHOLE, ORIGINS=usual).origins == expected
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


@pytest.mark.parametrize("address", ["http://actions:5055/webhook", "https://in.example/actions/webhook"])
def test_the_action_server_may_be_elsewhere(tmp_path: Path, address: str) -> None:
    assert read(tmp_path, ENV="production", **WHOLE, ACTION_URL=address).action_url == address
    assert read(tmp_path, ENV="production", **WHOLE).action_url is None


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("actions:5055/webhook", "it is not an address"),
        ("http://actions:port/webhook", "it is not an address"),
        ("http://actions:5055", "the action server answers at /webhook"),
        ("http://user:hush@actions/webhook", "it holds a user or password"),
        ("http://actions/webhook?key=hush", "leave out what begins with ?"),
    ],
)
def test_an_address_where_no_action_server_can_be_is_refused(tmp_path: Path, address: str, sentence: str) -> None:
    (problem,) = problems(tmp_path, ENV="production", **WHOLE, ACTION_URL=address)
    assert problem.startswith("FOLIO_ACTION_URL: ") and sentence in problem and "hush" not in problem
