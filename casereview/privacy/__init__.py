"""Personal data: found, replaced by pseudonyms, removed from pages, and attacked again."""
