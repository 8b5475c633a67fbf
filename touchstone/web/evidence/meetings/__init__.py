"""People met: meetings, groups, interviews, observations, their quotes; and context figures."""
