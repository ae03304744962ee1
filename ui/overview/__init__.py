"""总览: the review as a road, and what is next on it."""
