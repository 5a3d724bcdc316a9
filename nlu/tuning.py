"""Tunes a BERT encoder on labelled messages, so that messages of one intent come to lie together.

Method: the mean-pooled, normalised vector of a message is compared by cosine with one direction per label, started
from the label's mean vector; cosine × 20 is trained as a softmax with label smoothing (a normalised softmax, as in
Wang et al. 2017, https://arxiv.org/abs/1704.06369). Adam with linear warm-up and decay. The lowest layers and the
word embeddings stay as they are: their output is computed once, and what they learned from much more text is kept.

After the first pass most of the messages that the network is sure of may be left out of a pass, drawn anew each time:
they would change little (selective backpropagation; Jiang et al. 2019, https://arxiv.org/abs/1910.00762).

In the end the layers may be taken back a part of the way that they went (`interpolation`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from nlu.bert.weights import LAYER_FIELDS, Layer
from nlu.encoder import BertEncoder, Encoded
from nlu.tuned_head import SCALE, TunedHead

LABEL_SMOOTHING = 0.05
WARM_UP = 0.1  # share of the steps
BATCH = 32
FOR_MEANS = 20  # messages of each label
SURE = 0.8  # probability of the right label from which a message counts as known
LONGEST_GRADIENT = 1.0
BETAS, TINY = (0.9, 0.999), 1e-7  # Adam's, Kingma and Ba 2015, https://arxiv.org/abs/1412.6980

Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True)
class TuningOptions:
    """`epochs` 0 leaves the encoder as it is; `frozen_layers` counts from the bottom; `known_share` is the share of the
    messages known already that a pass takes; `dropout` is the network's while it is trained; `interpolation` is how far
    of the way that training took them the layers go in the end, 1 all of it."""

    epochs: int = 3
    learning_rate: float = 4e-4
    frozen_layers: int = 2
    known_share: float = 0.2
    dropout: float = 0.1
    interpolation: float = 1.0
    seed: int = 7


@dataclass(frozen=True)
class Epoch:
    """One pass: how many messages it took, their mean loss, and of the right labels the negative log-likelihood and
    the share that came first, both over the pass's messages as they were met, with dropout."""

    epoch: int
    messages: int
    loss: float
    nll: float
    accuracy: float


@dataclass(frozen=True)
class Tuned:
    """The tuned layers by their number, the labels' directions that were learned with them (None where nothing was
    tuned), what each epoch saw, and what the frozen layers made of each text."""

    layers: dict[int, Layer]
    head: TunedHead | None
    epochs: list[Epoch]
    below: list[Encoded]


def tune(
    encoder: BertEncoder,
    texts: Sequence[str],
    labels: Sequence[str],
    *,
    options: TuningOptions,
    progress: Callable[[float, float], None] = lambda share, loss: None,
) -> Tuned:
    """Trains the layers above `frozen_layers`; `encoder` itself stays as it is.

    `progress` hears of each batch: which share of the whole is done, and the batch's loss. The same input and seed give
    the same result up to the rounding of parallel sums. Without epochs, or with one label only, nothing is tuned. It
    ends early where a pass would take no message.
    """
    if len(texts) != len(labels):
        raise ValueError(f"{len(texts)} texts but {len(labels)} labels")
    if options.epochs == 0 or len(set(labels)) < 2:
        return Tuned({}, None, [], [])
    import tensorflow as tf

    from nlu.bert.network import TrainableLayers

    generator = np.random.default_rng(options.seed)
    tf.random.set_seed(options.seed)
    names = sorted(set(labels))
    targets = np.array([names.index(label) for label in labels], dtype=np.int32)
    below = _below(encoder, texts, layers=options.frozen_layers)
    states = [one.vectors for one in below]
    network = TrainableLayers(encoder.weights, first=options.frozen_layers, dropout=options.dropout)
    directions = tf.Variable(label_means(encoder, below, targets, layers=options.frozen_layers))
    step = _training_step(network, directions, encoder.width)
    steps_in_epoch = -(-len(texts) // BATCH)
    in_all = options.epochs * steps_in_epoch
    sure = np.zeros(len(texts), dtype=np.float32)
    epochs = []
    for number in range(options.epochs):
        kept = np.flatnonzero((sure < SURE) | (generator.random(len(texts)) < options.known_share))
        if not len(kept):
            break  # everything is known, and nothing of it drawn
        batches = batches_by_length([len(states[place]) for place in kept], generator)
        loss_sum, right = 0.0, 0
        for place, positions in enumerate(batches):
            batch = kept[positions]
            done = number * steps_in_epoch + place * steps_in_epoch / len(batches)
            rate = options.learning_rate * rate_at(done, in_all)
            loss, chances, first = step(*pad([states[one] for one in batch]), targets[batch], np.float32(rate))
            sure[batch] = chances.numpy()
            right += int(first.numpy().sum())
            loss_sum += float(loss) * len(batch)
            progress((done + 1) / in_all, float(loss))
        nll = float(-np.log(np.maximum(sure[kept], 1e-12)).mean())
        epochs.append(Epoch(number + 1, len(kept), loss_sum / len(kept), nll, right / len(kept)))
    lengths = np.linalg.norm(directions.numpy(), axis=1, keepdims=True)
    layers = {
        number: interpolated(encoder.weights.layers[number], layer, options.interpolation)
        for number, layer in network.trained().items()
    }
    return Tuned(layers, TunedHead(names, directions.numpy() / lengths), epochs, below)


def interpolated(before: Layer, after: Layer, share: float) -> Layer:
    """Weights `share` of the way from one layer's to another's.

    Short of the end they err less where training went too far (Wortsman et al. 2022, https://arxiv.org/abs/2109.01903).
    """

    def between(name: str) -> Vectors:
        here: Vectors = getattr(before, name)
        there: Vectors = getattr(after, name)
        return (here + np.float32(share) * (there - here)).astype(np.float32)

    return Layer(**{name: between(name) for name in LAYER_FIELDS})


def rate_at(done: float, in_all: int) -> float:
    """Linear warm-up, then linear decay to 0: a share of the peak, for `done` of `in_all` steps."""
    warm_up = max(1.0, WARM_UP * in_all)
    return max(0.0, min((done + 1) / warm_up, (in_all - done) / max(1.0, in_all - warm_up)))


def label_means(
    encoder: BertEncoder, below: Sequence[Encoded], targets: npt.NDArray[np.int32], *, layers: int
) -> Vectors:
    """Unit mean vector of each label's first messages, (labels, width): a start for training, not its result."""
    first = [place for label in range(int(targets.max()) + 1) for place in np.flatnonzero(targets == label)[:FOR_MEANS]]
    means = np.zeros((int(targets.max()) + 1, encoder.width), dtype=np.float32)
    for places, encoded in encoder.upper_states([below[place] for place in first], layers=layers):
        for place, one in zip(places, encoded, strict=True):
            mean = one.vectors.mean(axis=0)
            means[targets[first[place]]] += mean / np.linalg.norm(mean)
    unit: Vectors = means / np.linalg.norm(means, axis=1, keepdims=True)
    return unit


def batches_by_length(lengths: Sequence[int], generator: np.random.Generator) -> list[list[int]]:
    """Positions in batches of like length, in random order; a new shuffle within lengths each time."""
    jitter = generator.random(len(lengths)) * 1.5
    order = sorted(range(len(lengths)), key=lambda place: lengths[place] + jitter[place])
    batches = [order[first : first + BATCH] for first in range(0, len(order), BATCH)]
    generator.shuffle(batches)
    return batches


def pad(states: Sequence[Vectors]) -> tuple[Vectors, Vectors]:
    """(pieces, width) each → (batch, longest, width) and mask (batch, longest) of ones and zeros."""
    longest = max(len(one) for one in states)
    padded = np.zeros((len(states), longest, states[0].shape[1]), dtype=np.float32)
    mask = np.zeros((len(states), longest), dtype=np.float32)
    for row, one in enumerate(states):
        padded[row, : len(one)] = one
        mask[row, : len(one)] = 1
    return padded, mask


def _below(encoder: BertEncoder, texts: Sequence[str], *, layers: int) -> list[Encoded]:
    """What the frozen layers make of each text, in the order given."""
    found: dict[int, Encoded] = {}
    for places, encoded in encoder.lower_states(texts, layers=layers):
        found.update(zip(places, encoded, strict=True))
    return [found[place] for place in range(len(texts))]


def _training_step(network: Any, directions: Any, width: int) -> Any:
    """A function of states, mask, targets and learning rate that changes network and directions, and returns the loss,
    each message's probability of its label, and whether that came first."""
    import tensorflow as tf

    variables = [*network.variables, directions]
    means = [tf.Variable(tf.zeros_like(variable)) for variable in variables]
    squares = [tf.Variable(tf.zeros_like(variable)) for variable in variables]
    steps = tf.Variable(0.0)
    signature = [
        tf.TensorSpec([None, None, width], tf.float32),
        tf.TensorSpec([None, None], tf.float32),
        tf.TensorSpec([None], tf.int32),
        tf.TensorSpec([], tf.float32),
    ]

    @tf.function(input_signature=signature)  # type: ignore[untyped-decorator]
    def step(states: Any, mask: Any, target: Any, rate: Any) -> Any:
        wanted = tf.one_hot(target, directions.shape[0])
        with tf.GradientTape() as tape:
            weights = mask[..., tf.newaxis]
            top = network(states, mask, training=True)
            pooled = tf.reduce_sum(top * weights, axis=1) / tf.reduce_sum(weights, axis=1)
            scores = SCALE * tf.matmul(
                tf.math.l2_normalize(pooled, axis=-1), tf.math.l2_normalize(directions, axis=-1), transpose_b=True
            )
            smooth = wanted * (1.0 - LABEL_SMOOTHING) + LABEL_SMOOTHING / float(directions.shape[0])
            loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(smooth, scores))
        gradients, _ = tf.clip_by_global_norm(tape.gradient(loss, variables), LONGEST_GRADIENT)
        steps.assign_add(1.0)
        powers = [tf.pow(beta, steps) for beta in BETAS]
        for place in range(len(variables)):
            # One pass over the weights: written out, its dozen products take as long as half of the network.
            tf.raw_ops.ResourceApplyAdam(
                var=variables[place].handle,
                m=means[place].handle,
                v=squares[place].handle,
                beta1_power=powers[0],
                beta2_power=powers[1],
                lr=rate,
                beta1=BETAS[0],
                beta2=BETAS[1],
                epsilon=TINY,
                grad=gradients[place],
            )
        chances = tf.reduce_sum(tf.nn.softmax(scores) * wanted, axis=1)
        return loss, chances, tf.equal(tf.argmax(scores, axis=1, output_type=tf.int32), target)

    return step
