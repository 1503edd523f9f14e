"""What people type about the organisation and its people; forms hold no rules."""
