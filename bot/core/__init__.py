"""The core: values in, values out; no framework, no clock, no files, no network."""
