"""Floor 5: one person. Joins the record with the organs; plans, forecasts, comparisons, reports."""
