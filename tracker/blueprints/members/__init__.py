"""The people of an organisation: who they are, what they may do, and handing over."""
