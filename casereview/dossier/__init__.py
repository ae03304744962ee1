"""Stage 1: files become pages, papers and facts."""
