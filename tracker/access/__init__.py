"""Who may do what: permissions, the one table of rules, and what an actor may see in SQL."""
