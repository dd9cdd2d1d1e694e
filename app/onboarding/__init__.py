"""A company's track for new key-account managers: dates from the day of hire, and gates a manager signs."""
