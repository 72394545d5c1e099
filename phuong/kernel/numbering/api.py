"""What upper packages import from numbering."""

from phuong.kernel.numbering.draw import draw, forget_templates, void

__all__ = ["draw", "forget_templates", "void"]
