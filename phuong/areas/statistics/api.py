"""What delivery may import from statistics."""

from phuong.areas.statistics.queries import Newest, newest_share

__all__ = ["Newest", "newest_share"]
