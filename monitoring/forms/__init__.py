"""Forms of scored assessments."""
