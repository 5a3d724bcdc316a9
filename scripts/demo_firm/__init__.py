"""The invented firm of the demo: its securities, customers, and five years of what happened in their accounts."""
