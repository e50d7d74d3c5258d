"""Finding passages: e5 vectors and character 4-grams in the search process, full text without it.

docs/content.md says how the parts work together, docs/decisions/retrieval.md why.
"""
