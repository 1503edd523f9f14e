"""What people type about the year; the rules themselves live in the models."""
