"""What all tests share."""

from __future__ import annotations

from hypothesis import settings

# No deadline: a slow machine is no failure. Derandomised: a red run is red again.
settings.register_profile("unrolled", deadline=None, derandomize=True)
settings.load_profile("unrolled")
