"""The pages and their components: functions of a reading and an address."""
