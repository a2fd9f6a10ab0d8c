"""Every setting, in one file."""

SECRET_KEY = "made at first start"  # replaced below when the server starts
INSTALLED_APPS: list[str] = []
USE_TZ = True
