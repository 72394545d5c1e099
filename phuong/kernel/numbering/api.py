"""What upper packages import from numbering."""

from phuong.kernel.numbering.draw import completed, draw, forget_templates, void

__all__ = ["completed", "draw", "forget_templates", "void"]
