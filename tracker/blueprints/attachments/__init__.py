"""Pictures and PDFs of an initiative."""
