"""On how many made-up examples a property is tried: a few, or in the long form as many as POLICYBOT_EXAMPLES says."""

import os

EXAMPLES = int(os.environ.get("POLICYBOT_EXAMPLES", "30"))
# For properties of which one example takes as long as ten of others.
SLOW_EXAMPLES = int(os.environ.get("POLICYBOT_EXAMPLES", "10"))
