"""How the properties are searched: without a clock, and on a build machine always alike."""

import os

from hypothesis import settings

settings.register_profile("turnabout", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("turnabout")
