"""One place: all that is done there at the same time, for those signed in and for everyone."""
