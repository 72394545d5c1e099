"""The WSGI application that the server runs."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from phuong.delivery.porch import Porch
from phuong.kernel.documents.handlers import CUT_AT

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phuong.settings")
application = Porch(get_wsgi_application(), settings.THREADS, CUT_AT)
