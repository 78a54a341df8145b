"""The screens of partners: the list of all, the archive, and a partner's form."""
