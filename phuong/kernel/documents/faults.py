"""What can be wrong with a file, before it is put into a person's words."""


class Fault(Exception):
    """Something is wrong with a file."""


class Broken(Fault):
    """The file does not open."""


class Locked(Fault):
    """The file is under a password."""


class Huge(Fault):
    """The file unfolds to more than can be opened safely."""


class Active(Fault):
    """The file carries a program, or other files."""
