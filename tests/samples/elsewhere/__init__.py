"""Papers of other provinces, for the tests alone: forms, synonyms, layouts and wordings that the samples do not have.

Like the samples, they import nothing of the program.
"""
