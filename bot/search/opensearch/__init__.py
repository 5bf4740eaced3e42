"""An index on a search cluster that others run: OpenSearch finds and filters, and what it finds is scored here."""
