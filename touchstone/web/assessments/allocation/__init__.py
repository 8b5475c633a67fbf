"""Giving cases out: who reads which, first and second, and benchmark cases to practise on."""
