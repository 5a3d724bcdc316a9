"""Words for the records of questions: one file per kind, from a record and a `Voice` to a text and follow-ups."""
