"""The parts that pages are composed of: records in, a component out."""
