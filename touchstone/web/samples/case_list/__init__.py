"""The list of cases a service hands in: its dry run, its versions, its pages."""
