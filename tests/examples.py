"""On how many made-up examples a property is tried: a few, or in the long form as many as POLICYBOT_EXAMPLES says."""

import os

EXAMPLES = int(os.environ.get("POLICYBOT_EXAMPLES", "30"))
