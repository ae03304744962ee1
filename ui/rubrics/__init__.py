"""标准: the rubrics as a tree, what is odd in them, and what a version changes."""
