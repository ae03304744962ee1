"""Stage 7: a failed item becomes a rectification entry."""
