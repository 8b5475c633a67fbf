"""Mail and alerts, sent after the change they tell of is committed."""
