"""What the page of the access log is put together from: its filters, and one line in full."""
