"""通报: the notices of a campaign, seen as they will print."""
