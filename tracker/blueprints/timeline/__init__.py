"""The selection over months: what runs when, and what ends with nothing after it."""
