"""What the field's words mean: rules and values without web or database."""
