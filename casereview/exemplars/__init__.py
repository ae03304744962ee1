"""Stage 6: a result becomes an anonymised exemplar."""
