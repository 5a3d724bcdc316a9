"""What happens after the yes: the request is recorded, once, and the customer gets its reference."""

from __future__ import annotations

from advisor.requests.kinds import REQUEST_KINDS
from advisor.requests.records import Confirmed, Said, World
from advisor.requests.store import Recorded, RequestStore, SlotTaken

_NOTHING_YET = "Nothing moves before our team confirms it."


def record(confirmed: Confirmed, store: RequestStore, world: World) -> Said:
    """Record it, or take back the request that it takes back, and say so. The same draft again changes nothing.

    Raises `DataUnavailable` where the store can't be reached, and `SlotTaken` for an appointment that is gone: the
    draft then goes on with `go_on`, and the world's `taken` tell which are left.
    """
    customer_id = world.customer.customer_id
    if confirmed.withdraws is not None:
        if store.withdraw(customer_id, confirmed.withdraws, at=world.now):
            return Said(f"Done. Your request {confirmed.withdraws} is withdrawn; nothing will come of it.")
        return Said(
            f"Your request {confirmed.withdraws} isn't open any more, so there was nothing left to withdraw. "
            "Our team can tell you what became of it."
        )
    recorded = store.record(confirmed.request)
    return told(recorded, world) if recorded.new else told_again(recorded)


def told(recorded: Recorded, world: World) -> Said:
    next_steps = REQUEST_KINDS[recorded.kind].told(recorded, world)
    return Said(f"Done. Your request is recorded as {recorded.reference}. {next_steps}")


def told_again(recorded: Recorded) -> Said:
    """For a second yes: it changes nothing."""
    return Said(f"That is recorded already, as {recorded.reference}; you don't need to do anything else.")


__all__ = ["SlotTaken", "record", "told", "told_again"]
