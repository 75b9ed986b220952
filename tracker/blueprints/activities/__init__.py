"""Activities of an initiative: adding them, and telling how their days went."""
