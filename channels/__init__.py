"""Rasa's input channel `folio`: REST and socket.io for the advisor's site, with identity from verified tokens only.

The contract is docs/channel-api.yaml. Nothing that a client says about itself is believed: who it is comes from the
token, the conversation from who it is, and a button from what the assistant has said in that conversation.
"""
