"""The exercises: a library for anybody, with pictures and steps."""
