"""The one versioned save: nothing acknowledged is lost, and nobody writes over another."""
