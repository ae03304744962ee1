"""案卷: what was taken in, and one dossier from the inside."""
