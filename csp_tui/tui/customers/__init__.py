"""The screens of a partner's customers: the matrix, its items, and a customer's form."""
