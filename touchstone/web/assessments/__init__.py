"""Case assessments: what inspectors found in each case, saved as they write."""
