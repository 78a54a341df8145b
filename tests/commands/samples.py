"""Files that the tests put into a data directory."""

MINI = """\
format = 1
title = "Mini checklist"

[[sections]]
id = "first"
title = "First things"

[[sections.items]]
id = "register"
title = "Register the company"

[[sections.items]]
id = "region"
title = "Regional office named"
need = "recommended"

[[sections.items]]
id = "sign"
title = "Sign the contract"
after = ["register"]
irreversible = true
"""
"""A user's own checklist."""
