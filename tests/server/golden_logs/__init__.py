"""Logs as released versions left them. None is ever changed: sessions that are open must go on.

`python -m tests.server.golden_logs 0.3` records one of this version, for the release of 0.3.
"""
