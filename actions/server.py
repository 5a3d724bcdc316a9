"""The action server: runs actions for Rasa, and for nobody else.

The stock one has no authentication, lists its actions to anybody, and answers an error with the whole request, which
Rasa then logs. This one wants the secret of the deployment with every call, and its errors hold only a reference.
"""

from __future__ import annotations

import hmac
import logging
import secrets
import traceback
from typing import Any

from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException
from sanic import Sanic
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse, json

from actions.probe import Probe
from adapters.settings import Secret

log = logging.getLogger(__name__)

HEADER = "X-Folio-Secret"
# Rasa sends the whole session with each call; a long one is a few megabytes.
LARGEST_CALL = 32 * 1024 * 1024


def create_app(
    secret: Secret, *, probe: Probe | None = None, package: str = "actions", name: str = "folio_actions"
) -> Sanic:
    """The server with all actions of `package`; connects to nothing by itself. `probe` is asked at health checks."""
    executor = ActionExecutor()
    executor.register_package(package)
    app = Sanic(name, configure_logging=False)
    app.config.REQUEST_MAX_SIZE = LARGEST_CALL
    app.config.ACCESS_LOG = False
    app.config.MOTD = False
    expected = secret.reveal().encode()

    def is_known(request: Request) -> bool:
        return hmac.compare_digest(request.headers.get(HEADER, "").encode("utf-8", "surrogateescape"), expected)

    @app.get("/health")  # type: ignore[untyped-decorator]
    async def health(request: Request) -> HTTPResponse:
        """Anybody may ask whether the server is up; who shows the secret is told whether what it needs answers, too."""
        if HEADER not in request.headers:
            return json({"status": "ok"})
        if not is_known(request):
            return _unauthorised()
        failing = [] if probe is None else await probe.failing()
        return json({"status": "failing", "failing": failing}, status=503) if failing else json({"status": "ok"})

    @app.post("/webhook")  # type: ignore[untyped-decorator]
    async def webhook(request: Request) -> HTTPResponse:
        if not is_known(request):
            return _unauthorised()
        call = request.json
        if not isinstance(call, dict):
            return json({"error": "a call is a JSON object"}, status=422)
        try:
            return json(await executor.run(call))
        except ActionExecutionRejection as rejection:
            return json({"error": str(rejection), "action_name": rejection.action_name}, status=400)
        except ActionNotFoundException as missing:
            log.error("Rasa asked for the unknown action %r; train anew", missing.action_name)
            return json({"error": "no such action", "action_name": missing.action_name}, status=404)

    @app.exception(Exception)  # type: ignore[untyped-decorator]
    async def fail(request: Request, error: Exception) -> HTTPResponse:
        if isinstance(error, SanicException):
            return json({"error": "no such call"}, status=getattr(error, "status_code", None) or 400)
        reference = secrets.token_hex(4).upper()
        log.error("action %s failed, reference %s: %s", _action_of(request), reference, _anonymous(error))
        return json({"error": "the action failed", "reference": reference}, status=500)

    return app


def _unauthorised() -> HTTPResponse:
    return json({"error": f"calls need the header {HEADER} with the secret of the deployment"}, status=401)


def _action_of(request: Request) -> str:
    call: Any = request.parsed_json
    return repr(call.get("next_action")) if isinstance(call, dict) else "?"


def _anonymous(error: BaseException) -> str:
    """Kind and places of an error, without its words: they may repeat what a customer said."""
    places = traceback.extract_tb(error.__traceback__)[-8:]
    return f"{type(error).__name__} at " + " < ".join(f"{place.filename}:{place.lineno}" for place in reversed(places))
