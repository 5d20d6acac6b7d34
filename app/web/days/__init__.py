"""The day statement (计时明细): one room for everybody who may see an item."""
