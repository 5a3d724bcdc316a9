"""Telling another system what customers asked for: signed, tried again until it arrives, at least once."""
