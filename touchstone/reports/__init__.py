"""How do we say it on paper? Documents as content without style, and their renderers."""
