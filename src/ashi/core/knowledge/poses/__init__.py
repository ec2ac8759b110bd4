"""How an exercise looks: poses as data, one body that takes them, one camera that sees it."""
