"""What people type about documents; the rules themselves live in the models."""
