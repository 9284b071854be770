"""What is shown: functions of a reading and an address."""
