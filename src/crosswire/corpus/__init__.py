"""The corpus: reports kept as they come, the stories that they tell, and what a desk decided about them."""
