"""The page that an organisation shows to everyone, and the choice of showing it."""
