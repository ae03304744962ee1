"""合议: the campaign, its draw, who reads what, packages, disputes and agreement."""
