"""Where French wants a no-break space."""

from __future__ import annotations

import re

UNITS = "jours?|mois|heures?|ans?|minutes?|secondes?|semaines?|s|USD|M|[KMG]io|octets?"
COUNTS = "count|seconds|minutes|hours|days"

BREAKS_IN_FRENCH = re.compile(
    rf" [:;!?»%]|« |(?:[0-9]|\{{(?:{COUNTS})\}}) (?:{UNITS})(?![^\W\d_]|\u2019)"
)
"""An ordinary space before : ; ! ? » %, after «, or between a number and its unit."""
