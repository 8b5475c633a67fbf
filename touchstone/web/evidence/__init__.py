"""Documents, meetings, surveys, and the matrix of what stands on what."""
