"""The words that options take, apart from what they do, so that the arguments import little.

A test holds each against the thing that it names.
"""

from __future__ import annotations

ROLES = ("global-admin", "finance", "operations", "distributor", "customer")
ITEM_FILTERS = ("all", "to-do", "waiting", "chase", "due", "rule-changed", "newer-rule", "mine")
PARTNER_FILTERS = (
    "all", "chase", "due", "mine", "lapsed", "refused", "rule-changed", "unreadable", "behind",
)  # fmt: skip
PARTNER_ORDERS = ("name", "clock", "progress", "changed", "waiting", "edition")
CUSTOMER_FILTERS = (
    "all", "lacking", "waiting", "chase", "due", "incomplete", "complete", "archived",
)  # fmt: skip
CUSTOMER_ORDERS = ("name", "planned", "term-end", "progress")
