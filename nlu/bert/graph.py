"""A BERT as an ONNX graph that ONNX Runtime runs: piece ids in, the last hidden state out, the lower ones where wanted.

Written node by node from the weights, so that neither PyTorch nor an exporter is needed, with ONNX Runtime's own
operators for attention, skip connections and embeddings. Parity with transformers: `tests/unit/nlu/test_encoder.py`
and each time the encoder is prepared.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import numpy as np
from onnx import ModelProto, TensorProto, helper, numpy_helper

from nlu.bert.outputs import STATES, output_of
from nlu.bert.weights import Array, Layer, Weights

IDS, MASK = "ids", "mask"
BELOW, LENGTHS = "below", "lengths"
_CONTRIB = "com.microsoft"


def to_graph(weights: Weights, *, layers: int | None = None) -> ModelProto:
    """The graph of the lowest `layers`, all without it.

    Inputs: `ids` and `mask` (batch, pieces), int32, the mask 1 for pieces and 0 for padding on the right. Output:
    `states` (batch, pieces, width), float32; rows of padding hold nothing of use. Those of each layer below the top are
    outputs as well, by the name that `output_of` gives.
    """
    build = _Builder(weights)
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT32, ["batch", "pieces"]) for name in (IDS, MASK)]
    return build.model(build.embeddings(), range(len(weights.layers[:layers])), inputs)


def to_upper_graph(weights: Weights, *, first: int) -> ModelProto:
    """The graph of the layers from `first` up, counted from 0: it goes on from what `to_graph` gives with that many.

    Inputs: `below` (batch, pieces, width), float32, and `lengths` (batch,), int32: how many pieces each text has.
    Outputs: as above, of these layers.
    """
    build = _Builder(weights)
    inputs = [
        helper.make_tensor_value_info(BELOW, TensorProto.FLOAT, ["batch", "pieces", weights.width]),
        helper.make_tensor_value_info(LENGTHS, TensorProto.INT32, ["batch"]),
    ]
    return build.model(BELOW, range(first, len(weights.layers)), inputs)


def quantised(source: Path, target: Path) -> None:
    """Writes `source` anew with the weights of plain matrix products in 8 bits, activations quantised as they come.

    Attention stays as it is: in 8 bits it lost more than it saved. How much is lost in all is measured by
    `scripts/prepare_encoder.py`.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    logger = logging.getLogger()
    level = logger.level
    logger.setLevel(logging.ERROR)  # it recommends a preparation that this graph has no use for
    try:
        quantize_dynamic(
            source,
            target,
            op_types_to_quantize=["MatMul"],
            weight_type=QuantType.QUInt8,
            per_channel=True,
            extra_options={"DefaultTensorType": TensorProto.FLOAT},  # onnx knows no shapes of contributed operators
        )
    finally:
        logger.setLevel(level)


class _Builder:
    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def node(self, kind: str, inputs: list[str], outputs: list[str], **attributes: Any) -> str:
        domain = "" if kind in ("Identity", "MatMul", "Add", "Relu") else _CONTRIB
        self.nodes.append(helper.make_node(kind, inputs, outputs, domain=domain, **attributes))
        return outputs[0]

    def constant(self, name: str, array: Any) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def model(self, states: str, layers: range, inputs: list[Any]) -> ModelProto:
        """Puts `layers` over `states`, and all that was built into a model."""
        for number in layers:
            states = self.layer(number, self._weights.layers[number], states)
        self.node("Identity", [states], [STATES])
        names = [STATES, *(output_of(number + 1) for number in layers[:-1])]
        shape = ["batch", "pieces", self._weights.width]
        outputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name in names]
        graph = helper.make_graph(self.nodes, "bert", inputs, outputs, self.constants)
        opsets = [helper.make_opsetid("", 14), helper.make_opsetid(_CONTRIB, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=8, producer_name="folio")

    def embeddings(self) -> str:
        w = self._weights
        # All messages are first sentences, so their kind's vector can be part of the positions.
        inputs = [IDS, "", self.constant("words", w.words), self.constant("positions", w.positions + w.kind), ""]
        inputs += [self.constant("norm", w.norm), self.constant("norm_bias", w.norm_bias), MASK]
        return self.node("EmbedLayerNormalization", inputs, ["embedded", LENGTHS], epsilon=w.epsilon)

    def layer(self, number: int, layer: Layer, states: str) -> str:
        def put(name: str) -> str:
            array: Array = getattr(layer, name)
            return self.constant(f"{number}.{name}", array)

        def out(name: str) -> str:
            return f"{number}.{name}.out"

        epsilon = self._weights.epsilon
        attended = self.node(
            "Attention",
            [states, put("qkv"), put("qkv_bias"), LENGTHS],
            [out("attention")],
            num_heads=self._weights.heads,
        )
        joined = self.node("MatMul", [attended, put("attended")], [out("joined")])
        skip = self.node(
            "SkipLayerNormalization",
            [joined, states, put("attended_norm"), put("attended_norm_bias"), put("attended_bias")],
            [out("attended_norm")],
            epsilon=epsilon,
        )
        inner = self.node("MatMul", [skip, put("up")], [out("up")])
        inner = self._activated(inner, put("up_bias"), number)
        down = self.node("MatMul", [inner, put("down")], [out("down")])
        return self.node(
            "SkipLayerNormalization",
            [down, skip, put("down_norm"), put("down_norm_bias"), put("down_bias")],
            [out("down_norm")],
            epsilon=epsilon,
        )

    def _activated(self, inner: str, bias: str, number: int) -> str:
        kind = {"gelu": "BiasGelu", "gelu_new": "FastGelu"}.get(self._weights.activation)
        if kind is not None:
            return self.node(kind, [inner, bias], [f"{number}.activated"])
        added = self.node("Add", [inner, bias], [f"{number}.biased"])
        return self.node("Relu", [added], [f"{number}.activated"])
