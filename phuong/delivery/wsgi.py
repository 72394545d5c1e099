"""The WSGI application that the server runs."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from phuong.delivery.porch import Porch
from phuong.kernel.documents.handlers import CUT_AT

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phuong.settings")
application = Porch(get_wsgi_application(), settings.THREADS, CUT_AT)
import_module(settings.ROOT_URLCONF)
# What stands now stays as long as the program: looking through all of it for garbage would hold a
# request up for a tenth of a second every few hundred. What a page leaves behind is looked for
# every few pages, not twenty times while it is made.
gc.collect()
gc.freeze()
gc.set_threshold(10_000)
