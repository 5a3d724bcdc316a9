"""Vega-Lite specifications with inline data, so that any front end can draw them and a screen reader gets the table."""
