"""Stand-ins that keep a seam's promises in memory."""
