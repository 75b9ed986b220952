"""Fits the weights of touchpoints to hand-graded sets; needs the `fit` extra, the product does not."""
