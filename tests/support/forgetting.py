"""What a process keeps between requests, thrown away: rows of the last test, or taken back."""


def forget() -> None:
    """Let everything that is remembered be read again, also what is trusted for a few seconds."""
    from phuong.areas.procedures import api as procedures
    from phuong.kernel.law import memory
    from phuong.kernel.numbering import api as numbering
    from phuong.kernel.wards import remembered
    from phuong.kernel.wards.middleware import directory

    directory.forget()
    memory.forget()
    procedures.forget()
    numbering.forget_templates()
    remembered.forget_all()
