"""BERT as its own small library: weights from files, a graph to run them, a network to train them.

Conventions: a *piece* is a unit of BERT's own vocabulary, `[CLS]` and `[SEP]` included; `width` is the hidden size (384
for all-MiniLM-L6-v2), `inner` the width of the feed-forward layers. Weights are float32 and lie as they are multiplied
from the right: (inputs, outputs). Source: Devlin et al. 2019, https://arxiv.org/abs/1810.04805.
"""
