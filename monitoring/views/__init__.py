"""Pages of scored assessments."""
