from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile(
    "csp-tui",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("csp-tui")
