"""Rasa's custom actions: from tracker to question to reply. Started with `python -m scripts.actions`.

Each action is four moves: who asks, one question of the advisor, its words, utter. No arithmetic, no storage here.
"""
