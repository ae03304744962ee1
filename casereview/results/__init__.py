"""Stage 5: decisions become frozen figures."""
