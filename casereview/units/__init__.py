"""Stage 0: the register of units and people, and their dated figures."""
