"""BERT's transformer layers in TensorFlow, for training: everything else is run by ONNX Runtime (`graph.py`).

Written out rather than taken from transformers: on two cores a step takes a good third less time with query, key and
value in one product, tokens in one matrix, and no Keras layers between.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import tensorflow as tf

from nlu.bert.weights import LAYER_FIELDS, Layer, Weights


class TrainableLayers:
    """The layers from `first` (counted from 0) to the top, as variables that start from `weights`.

    `dropout` is the share left out, in training, of attention, of what each half of a layer adds, and of embeddings.
    """

    def __init__(self, weights: Weights, *, first: int, dropout: float = 0.1) -> None:
        self._weights = weights
        self._dropout = dropout
        self._first = first
        self._layers = [
            {name: tf.Variable(getattr(layer, name)) for name in LAYER_FIELDS} for layer in weights.layers[first:]
        ]

    @property
    def variables(self) -> list[Any]:
        """In the order of layers, each in the order of `LAYER_FIELDS`."""
        return [layer[name] for layer in self._layers for name in LAYER_FIELDS]

    def trained(self) -> dict[int, Layer]:
        """Number of the layer, counted from 0 → its weights as they are now."""
        return {
            self._first + place: Layer(**{name: layer[name].numpy() for name in LAYER_FIELDS})
            for place, layer in enumerate(self._layers)
        }

    def __call__(self, states: Any, mask: Any, *, training: bool) -> Any:
        """States of the layer below (batch, pieces, width) and mask (batch, pieces) of ones and zeros → the top's."""
        batch, pieces, width = tf.shape(states)[0], tf.shape(states)[1], self._weights.width
        shape = (batch, pieces, self._weights.heads, width // self._weights.heads)
        far = (1.0 - mask[:, tf.newaxis, tf.newaxis, :]) * -10000.0
        flat = tf.reshape(states, (-1, width))
        if training and self._first == 0:
            flat = tf.nn.dropout(flat, self._dropout)  # as BERT has it above its embeddings
        for layer in self._layers:
            flat = self._layer(layer, flat, far, shape, training=training)
        return tf.reshape(flat, (batch, pieces, width))

    def _layer(self, layer: dict[str, Any], flat: Any, far: Any, shape: Sequence[Any], *, training: bool) -> Any:
        """`flat` (batch × pieces, width) → the same shape."""
        width, epsilon = self._weights.width, self._weights.epsilon

        def heads(part: Any) -> Any:
            return tf.transpose(tf.reshape(part, shape), (0, 2, 1, 3))

        qkv = tf.nn.bias_add(tf.matmul(flat, layer["qkv"]), layer["qkv_bias"])
        query, key, value = (heads(part) for part in tf.split(qkv, 3, axis=1))
        scores = tf.matmul(query, key, transpose_b=True) * (1.0 / float(shape[3]) ** 0.5) + far
        shares = tf.nn.softmax(scores)
        if training:
            shares = tf.nn.dropout(shares, self._dropout)
        attended = tf.reshape(tf.transpose(tf.matmul(shares, value), (0, 2, 1, 3)), (-1, width))
        joined = tf.nn.bias_add(tf.matmul(attended, layer["attended"]), layer["attended_bias"])
        if training:
            joined = tf.nn.dropout(joined, self._dropout)
        flat = _normalised(flat + joined, layer["attended_norm"], layer["attended_norm_bias"], epsilon)
        inner = self._activated(tf.nn.bias_add(tf.matmul(flat, layer["up"]), layer["up_bias"]))
        out = tf.nn.bias_add(tf.matmul(inner, layer["down"]), layer["down_bias"])
        if training:
            out = tf.nn.dropout(out, self._dropout)
        return _normalised(flat + out, layer["down_norm"], layer["down_norm_bias"], epsilon)

    def _activated(self, inner: Any) -> Any:
        if self._weights.activation == "relu":
            return tf.nn.relu(inner)
        return tf.nn.gelu(inner, approximate=self._weights.activation == "gelu_new")


def _normalised(states: Any, scale: Any, offset: Any, epsilon: float) -> Any:
    """Layer normalisation over the last axis (Ba et al. 2016, https://arxiv.org/abs/1607.06450)."""
    mean = tf.reduce_mean(states, axis=-1, keepdims=True)
    centred = states - mean
    variance = tf.reduce_mean(tf.square(centred), axis=-1, keepdims=True)
    return centred * tf.math.rsqrt(variance + epsilon) * scale + offset
