"""A mail for whoever looks after partners: what is to be done, and what others have done."""
