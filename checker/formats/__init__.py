"""A report in the forms that other programs read: one module a form, data in, text out."""
