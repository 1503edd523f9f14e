"""Pages that join the apps: home, my work, search, session, health."""
