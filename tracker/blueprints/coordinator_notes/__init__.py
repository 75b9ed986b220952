"""The coordinators' own notes about an initiative."""
