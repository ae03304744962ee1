"""Stage 3: rubrics (评查标准) as validated data."""
