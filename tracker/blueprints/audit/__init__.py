"""The audit trail as people read it: of an organisation, of a person, of the whole register."""
