"""What customers ask to have done: taken in pieces, shown as a summary, and recorded once after a clear yes.

A request is a draft until then. `dialogue.py` takes a customer's message and says what comes next; nothing here moves
money or trades, and nothing is recorded but through `recording.py`.
"""
