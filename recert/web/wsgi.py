"""What gunicorn serves."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from recert.web.chunks import measured

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "recert.web.settings")

application = measured(get_wsgi_application(), settings.REQUEST_LIMIT)
