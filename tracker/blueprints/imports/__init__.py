"""Reading lists of others into the register: upload, columns, preview, saving."""
