"""The version of this package, which is that of the Ballast it belongs to."""

VERSION = "0.1.0"
