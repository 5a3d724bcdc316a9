"""Tunes a BERT encoder on labelled messages, so that messages of one intent come to lie together.

Method: the mean-pooled, normalised vector of a message is compared by cosine with one direction per label, started
from the label's mean vector; cosine × 20 is trained as a softmax with label smoothing (a normalised softmax, as in
Wang et al. 2017, https://arxiv.org/abs/1704.06369). Adam with linear warm-up and decay. The lowest layers and the
word embeddings stay as they are: their output is computed once, and what they learned from much more text is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from nlu.encoder import BertEncoder

SCALE = 20.0
LABEL_SMOOTHING = 0.05
WARM_UP = 0.1  # share of the steps
BATCH = 32
FOR_MEANS = 20  # messages of each label


@dataclass(frozen=True)
class TuningOptions:
    """`epochs` 0 leaves the encoder as it is; `frozen_layers` counts from the bottom."""

    epochs: int = 3
    learning_rate: float = 4e-4
    frozen_layers: int = 2
    seed: int = 7


def tune(
    encoder: BertEncoder,
    texts: Sequence[str],
    labels: Sequence[str],
    *,
    options: TuningOptions,
    progress: Callable[[int, float], None] = lambda messages, loss: None,
) -> None:
    """Changes the encoder's upper layers in place; `progress` hears of each batch: its size and loss.

    The same input and seed give the same result up to the rounding of parallel sums.
    """
    import tensorflow as tf

    if len(texts) != len(labels):
        raise ValueError(f"{len(texts)} texts but {len(labels)} labels")
    if options.epochs == 0 or len(set(labels)) < 2:
        return
    generator = np.random.default_rng(options.seed)
    tf.random.set_seed(options.seed)
    names = sorted(set(labels))
    targets = np.array([names.index(label) for label in labels], dtype=np.int32)

    hidden = encoder.lower_states(texts, layers=options.frozen_layers)
    directions = tf.Variable(label_means(encoder, texts, targets))
    steps = options.epochs * -(-len(texts) // BATCH)
    step = _training_step(encoder, directions, _optimizer(options.learning_rate, steps), options.frozen_layers)
    for _ in range(options.epochs):
        for batch in batches_by_length([len(one) for one in hidden], generator):
            states, mask = pad([hidden[place] for place in batch])
            loss = step(states, mask, targets[batch])
            progress(len(batch), float(loss))


def label_means(encoder: BertEncoder, texts: Sequence[str], targets: npt.NDArray[np.int32]) -> npt.NDArray[np.float32]:
    """Unit mean vector of each label's first messages, (labels, width): a start for training, not its result."""
    first = [place for label in range(int(targets.max()) + 1) for place in np.flatnonzero(targets == label)[:FOR_MEANS]]
    means = np.zeros((int(targets.max()) + 1, encoder.width), dtype=np.float32)
    for places, encoded in encoder.batches([texts[place] for place in first]):
        for place, one in zip(places, encoded, strict=True):
            mean = one.vectors.mean(axis=0)
            means[targets[first[place]]] += mean / np.linalg.norm(mean)
    unit: npt.NDArray[np.float32] = means / np.linalg.norm(means, axis=1, keepdims=True)
    return unit


def batches_by_length(lengths: Sequence[int], generator: np.random.Generator) -> list[list[int]]:
    """Positions in batches of like length, in random order; a new shuffle within lengths each time."""
    jitter = generator.random(len(lengths)) * 1.5
    order = sorted(range(len(lengths)), key=lambda place: lengths[place] + jitter[place])
    batches = [order[first : first + BATCH] for first in range(0, len(order), BATCH)]
    generator.shuffle(batches)
    return batches


def pad(states: Sequence[npt.NDArray[np.float32]]) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """(pieces, width) each → (batch, longest, width) and mask (batch, longest) of ones and zeros."""
    longest = max(len(one) for one in states)
    padded = np.zeros((len(states), longest, states[0].shape[1]), dtype=np.float32)
    mask = np.zeros((len(states), longest), dtype=np.float32)
    for row, one in enumerate(states):
        padded[row, : len(one)] = one
        mask[row, : len(one)] = 1
    return padded, mask


def _optimizer(peak: float, steps: int) -> Any:
    import tensorflow as tf

    warm_up = max(1.0, WARM_UP * steps)

    class WarmUpThenDecay(tf.keras.optimizers.schedules.LearningRateSchedule):  # type: ignore[misc]
        def __call__(self, step: Any) -> Any:
            now = tf.cast(step, tf.float32)
            return peak * tf.minimum((now + 1) / warm_up, (steps - now) / max(1.0, steps - warm_up))

    return tf.keras.optimizers.legacy.Adam(WarmUpThenDecay())


def _training_step(encoder: BertEncoder, directions: Any, optimizer: Any, frozen_layers: int) -> Any:
    import tensorflow as tf

    variables = [*encoder.upper_variables(frozen_layers), directions]
    signature = [
        tf.TensorSpec([None, None, encoder.width], tf.float32),
        tf.TensorSpec([None, None], tf.float32),
        tf.TensorSpec([None], tf.int32),
    ]

    @tf.function(input_signature=signature)  # type: ignore[untyped-decorator]
    def step(states: Any, mask: Any, target: Any) -> Any:
        with tf.GradientTape() as tape:
            top = encoder.upper_layers(states, mask, first=frozen_layers, training=True)
            weights = mask[..., tf.newaxis]
            pooled = tf.reduce_sum(top * weights, axis=1) / tf.reduce_sum(weights, axis=1)
            cosines = tf.matmul(
                tf.math.l2_normalize(pooled, axis=-1), tf.math.l2_normalize(directions, axis=-1), transpose_b=True
            )
            wanted = tf.one_hot(target, directions.shape[0])
            loss = tf.reduce_mean(
                tf.keras.losses.categorical_crossentropy(
                    wanted, SCALE * cosines, from_logits=True, label_smoothing=LABEL_SMOOTHING
                )
            )
        gradients, _ = tf.clip_by_global_norm(tape.gradient(loss, variables), 1.0)
        optimizer.apply_gradients(zip(gradients, variables))  # noqa: B905  # TensorFlow rewrites this without `strict`
        return loss

    return step
