"""The pages: what everybody reads, and the leaders' index."""
