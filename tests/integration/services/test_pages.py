"""The pages as people meet them: who may see what, what is refused, and with which words."""
