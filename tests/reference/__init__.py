"""An independent reference for every portfolio answer: an awkward firm, slow plain arithmetic, and a checker.

Nothing here imports the advisor's arithmetic: what is expected comes from the contracts alone, so a slip that the
advisor and its own tests share still shows.
"""
