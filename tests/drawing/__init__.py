"""What a drawing shows decides, not how it was drawn; and a wrong one is told what is wrong."""
