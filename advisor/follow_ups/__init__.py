"""Follow-ups: what a short message means after an answer, and what a full question takes over from the one before."""
