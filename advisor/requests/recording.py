"""What happens after the yes: the request is recorded, once, and the customer gets its reference."""

from __future__ import annotations

from dataclasses import replace

from advisor.requests.kinds import REQUEST_KINDS
from advisor.requests.records import Confirmed, Draft, Said, World
from advisor.requests.store import Recorded, RequestStore, SlotTaken


def record(confirmed: Confirmed, store: RequestStore, world: World) -> Said:
    """Record it, or take back the request that it takes back, and say so. The same draft again changes nothing.

    Raises `DataUnavailable` where the store can't be reached, and `SlotTaken` for an appointment that somebody else has
    got in between: the same message given to `go_on` once more, with a world made anew, then asks for another time.
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


def recorded_before(draft: Draft, store: RequestStore, world: World) -> Said | None:
    """What to say where this draft is recorded already; None where it isn't.

    To be asked before a message goes to `go_on` at the summary: a turn that is repeated finds a world that its first
    run has changed, in which the same cash or appointment is no longer free.
    """
    found = store.recorded(world.customer.customer_id, draft.draft_id)
    return None if found is None else told_again(found)


def told(recorded: Recorded, world: World) -> Said:
    next_steps = REQUEST_KINDS[recorded.kind].told(recorded, world)
    said = Said(next_steps) if isinstance(next_steps, str) else next_steps
    return replace(said, text=f"Done. Your request is recorded as {recorded.reference}. {said.text}")


def told_again(recorded: Recorded) -> Said:
    """For a second yes: it changes nothing."""
    return Said(f"That is recorded already, as {recorded.reference}; you don't need to do anything else.")


__all__ = ["SlotTaken", "record", "recorded_before", "told", "told_again"]
