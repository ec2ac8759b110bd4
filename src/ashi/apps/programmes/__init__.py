"""What a patient does at home: who gave which exercises, and what was done of them."""
