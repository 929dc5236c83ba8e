"""What a forum's team prints, shares and puts into calendars before it meets; and calling a forum off."""
