"""The web entry point."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhangjiang.settings")

application = get_wsgi_application()
gc.collect()
gc.freeze()  # what start-up has made stays; a collection no longer walks it in the middle of somebody's request
