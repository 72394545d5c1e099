"""Tests that belong to no single area: the harness, the architecture, journeys across areas."""
