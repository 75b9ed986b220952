"""Read lists that others keep (Excel, CSV) and say what initiatives they would become.

Pure functions over bytes and values: nothing here knows the database, the web or the clock.
The way through is `reading.read_tables` → `header.find_table` → `columns.guess_mapping` →
`rows.interpret`. Every refusal is an exception of `errors` or a finding of `findings`, with
the data a sentence needs; the sentences are made, translated, where they are shown.
"""
