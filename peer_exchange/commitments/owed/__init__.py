"""What is owed to us: kept of due, how late, what stood in the way; by institution, place, topic and obstacle.

``reckoning`` counts (pure), ``reading`` brings rows, ``chart`` draws, ``exports`` writes files. Promises are those
of authorities, not of women: nothing here needs suppression.
"""
