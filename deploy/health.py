"""Ask a server on this machine how it is: `python health.py HOST:PORT`. Status 0: well."""

import ssl
import sys
from http.client import HTTPConnection, HTTPException, HTTPSConnection

WAITS = 5
"""Seconds."""


def well(address: str) -> bool:
    """Return whether the server at `address` says that it is well, encrypted or not."""
    # It is this machine, and its certificate may be one that it made itself.
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    for line in (
        HTTPSConnection(address, timeout=WAITS, context=context),
        HTTPConnection(address, timeout=WAITS),
    ):
        try:
            line.request("GET", "/healthz")
            return line.getresponse().status == 200
        except (OSError, HTTPException):
            continue
        finally:
            line.close()
    return False


if __name__ == "__main__":
    sys.exit(0 if well(sys.argv[1]) else 1)
