"""The requests themselves, one form each."""
