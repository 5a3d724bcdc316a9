"""What each answer must say, by the letter of the contracts: slow, plain, and without the advisor's code.

Where the letter leaves two readings, a comment says AMBIGUOUS and `AnyOf` admits both.
"""
