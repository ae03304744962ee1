"""Marks of readers on a rubric, and the sheet that follows from them."""
