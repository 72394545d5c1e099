"""The pages that join areas, one module for each front door."""
