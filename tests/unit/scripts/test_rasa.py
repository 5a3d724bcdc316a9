"""Rasa's command without noise: what its users must know still gets through."""

from __future__ import annotations

from nlu.encoder import EncoderError
from scripts.rasa import encoder_error


def test_a_broken_encoder_is_told_in_its_own_sentence_wherever_it_hides() -> None:
    try:
        try:
            raise EncoderError("weights are damaged; run `make encoder`")
        except EncoderError as cause:
            raise RuntimeError("Error initializing graph component") from cause
    except RuntimeError as error:
        assert encoder_error(error) == "weights are damaged; run `make encoder`"


def test_other_errors_are_left_alone() -> None:
    assert encoder_error(ValueError("something else")) is None
