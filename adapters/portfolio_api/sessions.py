"""What belongs together among the calls to a service: a single call, or all calls of one question.

One question must not mix two states of the data (the transactions of before a trade, the prices of after it). A service
that names the state of its data in the header Dataset-Version is therefore held to one state for the whole question;
and the long answers that it gave in a state are kept, since to the same request it would give the same ones again.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any, Protocol, TypeVar, cast

from adapters.portfolio_api.service import Answer, Parameters, Service
from adapters.portfolio_api.shapes import Malformed

T = TypeVar("T")
Parse = Callable[[Mapping[str, Any]], T]
_Key = tuple[str, tuple[tuple[str, str], ...]]

_KEPT = 64


class Session(Protocol):
    def get(self, path: str, parameters: Parameters, parse: Parse[T], *, keep: bool = False) -> T:
        """What `parse` makes of the answer; callers must not change it.

        `keep` it for later questions: for what is long and asked for often. Raises `DataUnavailable`.
        """
        ...

    def begin(self) -> Session:
        """A session for all calls of one question; one that is that already stays it."""
        ...


class Kept:
    """Parsed answers by version and request, the longest unused going first. Safe for threads."""

    def __init__(self, most: int = _KEPT) -> None:
        self._most = most
        self._lock = Lock()
        self._found: OrderedDict[tuple[str, _Key], Any] = OrderedDict()

    def get(self, version: str, key: _Key) -> Any:
        with self._lock:
            if (version, key) in self._found:
                self._found.move_to_end((version, key))
            return self._found.get((version, key))

    def put(self, version: str, key: _Key, value: object) -> None:
        with self._lock:
            self._found[version, key] = value
            self._found.move_to_end((version, key))
            while len(self._found) > self._most:
                self._found.popitem(last=False)


class SingleCalls:
    """Every call by itself, with its own time."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._kept = Kept()

    def get(self, path: str, parameters: Parameters, parse: Parse[T], *, keep: bool = False) -> T:
        return self.begin().get(path, parameters, parse, keep=keep)

    def begin(self) -> QuestionCalls:
        return QuestionCalls(self._service, self._kept)


class QuestionCalls:
    """The calls of one question: one span of time, one state of the data, nothing fetched twice. For one thread."""

    def __init__(self, service: Service, kept: Kept) -> None:
        self._service = service
        self._kept = kept
        self._deadline = service.deadline()
        self._version: str | None = None
        self._known: dict[_Key, Any] = {}

    def get(self, path: str, parameters: Parameters, parse: Parse[T], *, keep: bool = False) -> T:
        key = (path, tuple(parameters))
        if key not in self._known:
            self._known[key] = self._kept_or_fetched(key, parse) if keep else self._fetched(key, parse)
        return cast(T, self._known[key])

    def begin(self) -> QuestionCalls:
        return self

    def _kept_or_fetched(self, key: _Key, parse: Parse[T]) -> T:
        if self._version is not None:
            kept = self._kept.get(self._version, key)
            if kept is not None:
                return cast(T, kept)
        found = self._fetched(key, parse)
        if self._version is not None:
            self._kept.put(self._version, key, found)
        return found

    def _fetched(self, key: _Key, parse: Parse[T]) -> T:
        path, parameters = key
        answer = self._service.get(path, parameters, deadline=self._deadline)
        self._hold(path, answer)
        try:
            return parse(answer.document)
        except Malformed as error:
            raise self._service.unavailable(path, f"the answer is malformed: {error}") from error

    def _hold(self, path: str, answer: Answer) -> None:
        if self._version is not None and answer.version is not None and answer.version != self._version:
            raise self._service.unavailable(path, "its data changed while the question was read; ask again")
        self._version = self._version or answer.version
