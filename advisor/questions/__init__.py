"""One file per question: a function from a `Scope` to a frozen record.

A record's fields are the facts of `answers.md` by their names. Money in it is exact; `advisor.facts` rounds it.
"""
