"""The program's own settings, with the hooks that count and the bare pages beside the real ones."""

from phuong.settings import *  # noqa: F403
from phuong.settings import MIDDLEWARE

MIDDLEWARE = ["bench.hooks.Measured", *MIDDLEWARE]
ROOT_URLCONF = "bench.urls"
