"""Measuring Folio: what is built for it, and what is reported."""
