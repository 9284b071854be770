"""The region's screen as it is usually built, for comparison."""
