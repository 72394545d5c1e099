"""The pages of tasks: the list, giving, one task, and one page a move."""
