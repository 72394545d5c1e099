"""The domain, one folder an area, all alike."""
