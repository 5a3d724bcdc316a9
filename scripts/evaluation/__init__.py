"""How well a trained model understands: what is measured, its pictures, and the page that shows them."""
