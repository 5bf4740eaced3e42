"""Engines that rank passages. Each satisfies the core's PassageIndex."""
