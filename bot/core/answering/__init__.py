"""Question → Answer: query, ranking, quotations, confidence, receipt."""
