"""The result for people: a section a block, a row a line.

    speed                                            median  low … high      unit    bar
    whole pipeline, JSON out                           7.66  7.61 … 7.70     MB/s
    pipeline against wc -w                           0.0276  0.0271 … 0.028  ×       ≥ 0.2    NOT met
"""

from .rows import MORE

HEADS = ('', 'median', 'low … high', 'unit', 'bar', '')


def number(value):
    """Three or four digits are all that a measurement holds."""
    if abs(value) >= 1000:
        return '{:,.0f}'.format(value)
    return '%.3g' % value


def cells(row):
    spread = '' if row.low == row.high else '%s … %s' % (number(row.low), number(row.high))
    bar = '' if row.bar is None else '%s %s' % ('≥' if row.better == MORE else '≤', number(row.bar))
    return (row.what, number(row.median), spread, row.unit, bar, {None: '', True: 'met', False: 'NOT met'}[row.met])


def lines(rows):
    """The table, line by line; every section has the same columns."""
    sections = {}
    for row in rows:
        sections.setdefault(row.section, []).append(cells(row))
    widths = [max(len(line[i]) for line in [HEADS, *map(cells, rows)]) for i in range(len(HEADS))]
    for name, body in sections.items():
        yield layout((name, *HEADS[1:]), widths)
        for line in body:
            yield layout(line, widths)
        yield ''


def layout(line, widths):
    what, median, *rest = line
    padded = [what.ljust(widths[0]), median.rjust(widths[1]), *(cell.ljust(w) for cell, w in zip(rest, widths[2:]))]
    return '  '.join(padded).rstrip()
