"""Periods: from a customer's words to a first and a last day, both inclusive."""
