"""recert: the open platform for continuing education and recertification."""
