"""One inspection from announcement to decided ratings: stages, timetable, judgements, panel."""
