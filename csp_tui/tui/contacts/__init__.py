"""The contacts of a partner or customer, and the form for one of them."""
