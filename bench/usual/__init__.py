"""The region's screen as commonly built, for comparison."""
