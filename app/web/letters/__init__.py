"""One letter and its life: one room for everybody who may see it."""
