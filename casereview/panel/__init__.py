"""Stage 4: a campaign, its draw and assignment, packages between laptops, merge and adjudication."""
