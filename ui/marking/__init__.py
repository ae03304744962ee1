"""评查: papers, page and rubric side by side; one gesture makes a mark."""
