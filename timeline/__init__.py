"""What follows from facts: routes from assessments, spans from routes; pure functions of columns."""
