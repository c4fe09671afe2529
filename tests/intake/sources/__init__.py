"""Each source: whose work it says that something is, in every shape in which it comes."""
