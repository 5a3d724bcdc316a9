"""The converter's look at the examples: content's guard with the project's encoder."""

from __future__ import annotations

from content.guard import MOST, guard
from content.records import Content
from scripts.progress import Progress
from scripts.sentence_vectors import ENCODER, SentenceVectors

SKIPPED = "the examples were not looked over for mix-ups"


def looked_over(content: Content, *, most: int | None = MOST) -> tuple[str, ...]:
    """Warnings for the editor, `most` of each kind (None: all); one that says so where the encoder can't be used."""
    if not (ENCODER / "config.json").is_file():
        return (f"{SKIPPED}: there is no BERT encoder in {ENCODER}; `make encoder` puts it there",)
    from nlu.encoder import EncoderError

    progress = Progress()
    try:
        return guard(content, SentenceVectors(progress.tell), most=most)
    except EncoderError as error:
        return (f"{SKIPPED}: {error}",)
    except OSError as error:  # the conversion itself is done, and right
        return (f"{SKIPPED}: {error.filename or ''}: {error.strerror or error}",)
    finally:
        progress.end()
