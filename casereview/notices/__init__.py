"""Stage 8: results, decisions and ledger become documents."""
