"""Stage 2: papers, facts and packs become verdicts. The program proposes; only a person marks."""
