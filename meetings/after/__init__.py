"""What a forum leaves behind: AAR, promises, the approval of its record, official minutes, and the series."""
