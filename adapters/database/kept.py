"""What stays in memory of one dataset from one question to the next: bounded, and safe for threads.

Each load gives the data a version (see `writer`), and everything kept belongs to one version. A question that reads
version 2 can't be given anything of version 1, because it doesn't get hold of it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from datetime import date
from decimal import Decimal
from threading import Lock
from typing import Generic, TypeVar

from advisor.model import PriceSeries, Security, Transaction

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

# 16 bytes a close: 128 MB, for 3,000 securities of ten years.
MOST_CLOSES = 8_000_000
# Some 600 bytes a transaction: 120 MB, for the customers who are asking just now.
MOST_TRANSACTIONS = 200_000
_MOST_MODELS = 10_000


class Shelf(Generic[K, V]):
    """A mapping whose values together are at most `most` large; what was used longest ago goes first.

    A value larger than that isn't kept at all.
    """

    def __init__(self, most: int, *, size: Callable[[V], int] = lambda value: 1) -> None:
        self._most = most
        self._size = size
        self._held = 0
        self._values: OrderedDict[K, V] = OrderedDict()
        self._lock = Lock()

    def get(self, key: K) -> V | None:
        with self._lock:
            value = self._values.get(key)
            if value is not None:
                self._values.move_to_end(key)
            return value

    def put(self, key: K, value: V) -> None:
        size = self._size(value)
        with self._lock:
            if key in self._values:
                self._held -= self._size(self._values.pop(key))
            if size > self._most:
                return
            self._values[key] = value
            self._held += size
            while self._held > self._most:
                _, oldest = self._values.popitem(last=False)
                self._held -= self._size(oldest)


# Transactions are asked for by exactly these accounts, up to this day.
Asked = tuple[tuple[str, ...], date]


class Kept:
    """Of one version, or of one reading where that is None.

    Series are whole, from a security's first close to its last, whatever today is.
    """

    def __init__(self, version: str | None) -> None:
        self.version = version
        self.securities: Sequence[Security] | None = None
        self.prices: Shelf[str, PriceSeries] = Shelf(MOST_CLOSES, size=lambda series: len(series) + 1)
        self.models: Shelf[str, dict[str, Decimal]] = Shelf(_MOST_MODELS)
        self.transactions: Shelf[Asked, tuple[Transaction, ...]] = Shelf(
            MOST_TRANSACTIONS, size=lambda rows: len(rows) + 1
        )


class Newest:
    """Holds what is kept of the version that was read last, and lets go of the others.

    `versioned`: whether the database is known to have the table of versions.
    """

    def __init__(self) -> None:
        self.versioned = False
        self._kept: Kept | None = None
        self._lock = Lock()

    def of(self, version: str) -> Kept:
        with self._lock:
            if self._kept is None or self._kept.version != version:
                self._kept = Kept(version)
            return self._kept
