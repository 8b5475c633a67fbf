"""The look: GOV.UK components, layout, assets. Knows no word of the field but the marks of a rating."""
