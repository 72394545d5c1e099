"""One deliberate fault for each gate: formatter, linter, types and imports stay green."""
