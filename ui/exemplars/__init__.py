"""案例库: the cards, an entry, and the redaction desk."""
