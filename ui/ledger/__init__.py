"""台账: rectification entries as a table and as a board."""
