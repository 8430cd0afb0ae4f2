"""The parts of Lijsten: choosing a group and a list, what stands on it, looking at it."""
