"""What must never break (design 3), each promise by its number."""
