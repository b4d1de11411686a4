"""What the pages in the browser show: one module of frozen values per page, and the query they share."""
