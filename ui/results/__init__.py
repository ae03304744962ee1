"""结果: the frozen figures as tables and pictures of the same numbers."""
