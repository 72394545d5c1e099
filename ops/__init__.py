"""What an operator runs around the program."""
