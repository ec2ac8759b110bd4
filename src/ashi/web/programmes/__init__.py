"""Home programmes: given by staff, done by patients, told back."""
