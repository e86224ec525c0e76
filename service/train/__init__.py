"""What makes the models that the text core reads; needs the `train` extra, no worker needs it."""
