"""The result as a picture: an SVG of small multiples, readable on light and dark ground.

The speeds; how near each bar is; a panel for each series of the sweeps, in which the bar is a dashed line; the hostile texts.
"""

import math
from xml.sax.saxutils import escape

from .rows import MORE, Row
from .table import number

WIDTH, HEIGHT, COLUMNS = 420, 250, 2                 # of a panel; panels a row
LEFT, RIGHT, TOP, BOTTOM = 54, 16, 36, 42            # from a panel's edge to its axes
BAR_HEIGHT, LETTER = 22, 5.9                         # of a bar with its gap; how wide a letter is, about

STYLE = '''
    svg { font: 11px system-ui, sans-serif; background: #fff; }
    text { fill: #222; } .title { font-size: 13px; font-weight: 600; } .head { font-size: 16px; font-weight: 600; }
    .faint { fill: #777; } .grid { stroke: #ddd; } .axis { stroke: #888; }
    .line { stroke: #2266bb; fill: none; stroke-width: 1.5; } .dot, .fill { fill: #2266bb; }
    .fill.other { fill: #aaa; } .fill.not { fill: #c4622d; } .spread { stroke: #223; stroke-width: 1.5; }
    .bar { stroke: #c33; stroke-dasharray: 5 3; fill: none; } .barname { fill: #c33; }
    @media (prefers-color-scheme: dark) {
      svg { background: #16181c; } text { fill: #ddd; } .faint { fill: #999; } .grid { stroke: #333; } .axis { stroke: #777; }
      .line { stroke: #6cf; } .dot, .fill { fill: #4aaee8; } .fill.other { fill: #666; } .fill.not { fill: #e08a50; }
      .spread { stroke: #fff; } .bar { stroke: #f77; } .barname { fill: #f77; }
    }
'''

# --- Scales and strokes --------------------------------------------------------------------------------------------------------


class Scale:
    """From values to places; logarithmic where values span several powers of ten."""

    def __init__(self, low, high, begin, end, log=False):
        self.low, self.high, self.begin, self.end, self.log = low, high, begin, end, log

    def __call__(self, value):
        low, high = self.bent(self.low), self.bent(self.high)
        share = (self.bent(value) - low) / (high - low) if high > low else 0.5
        return self.begin + share * (self.end - self.begin)

    def bent(self, value):
        return math.log10(max(value, 1e-9)) if self.log else value

    def ticks(self):
        if self.log:
            return [10.0 ** n for n in range(math.ceil(self.bent(self.low) - 1e-9), math.floor(self.bent(self.high) + 1e-9) + 1)]
        step = nice_step((self.high - self.low) / 4)
        return [step * n for n in range(math.ceil(self.low / step), math.floor(self.high / step + 1e-9) + 1)]


def nice_step(rough):
    """1, 2 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * n for n in (1, 2, 5, 10) if power * n >= rough * 0.999)


def text(x, y, words, style='', anchor='start'):
    return '<text x="%.1f" y="%.1f" class="%s" text-anchor="%s">%s</text>' % (x, y, style, anchor, escape(words))


def line(x1, y1, x2, y2, style):
    return '<line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" class="%s"/>' % (x1, y1, x2, y2, style)


def rectangle(x, y, width, height, style):
    return '<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" class="%s"/>' % (x, y, width, height, style)


def short(value):
    """1,000,000 is 1M on an axis."""
    for unit, name in ((1e9, 'G'), (1e6, 'M'), (1e3, 'k')):
        if value >= unit:
            return '%.3g%s' % (value / unit, name)
    return '%.3g' % value


# --- Panels ----------------------------------------------------------------------------------------------------------------------
# A panel is (height, strokes); its corner is at 0, 0.


def bars_panel(title, rows, unit, value, log=False, mark=None, style=lambda row: 'fill'):
    """A bar a row. `value` maps a sample to what is drawn; `mark` is a place with a line through all bars."""
    height = TOP + BAR_HEIGHT * len(rows) + BOTTOM
    left = min(LETTER * max(len(row.what.strip()) for row in rows) + 6, WIDTH * 0.6)
    drawn = [[value(row, sample) for sample in row.samples] for row in rows]
    most = max([max(d) for d in drawn] + ([mark] if mark else []))
    low = 10.0 ** math.floor(math.log10(max(min(min(d) for d in drawn), 1e-3))) if log else 0
    across = Scale(low, most * (1.6 if log else 1.12) or 1, left, WIDTH - RIGHT - 30, log)
    strokes = [text(0, 14, title, 'title'), *x_axis(across, TOP, height - BOTTOM, unit)]
    for i, (row, values) in enumerate(zip(rows, drawn)):
        top = TOP + BAR_HEIGHT * i + 3
        middle = sorted(values)[len(values) // 2]
        strokes += [text(left - 6, top + 12, row.what.strip(), anchor='end'),
                    rectangle(left, top, across(middle) - left, BAR_HEIGHT - 6, style(row)),
                    line(across(min(values)), top + 8, across(max(values)), top + 8, 'spread'),
                    text(across(max(values)) + 4, top + 12, number(row.median), 'faint')]
    if mark:
        strokes.append(line(across(mark), TOP, across(mark), height - BOTTOM, 'bar'))
    return height, strokes


def line_panel(title, rows, x_name, x_unit_log):
    """A point a row, at its x, with the spread of its runs; bars as dashed lines."""
    across = Scale(min(r.x for r in rows), max(r.x for r in rows), LEFT + 12, WIDTH - RIGHT - 12, x_unit_log)
    most = max([r.high for r in rows] + [r.bar for r in rows if r.bar])
    up = Scale(0, most * 1.15 or 1, HEIGHT - BOTTOM, TOP)
    strokes = [text(0, 14, title, 'title'), text(0, 28, rows[0].unit, 'faint'), *y_axis(up, LEFT, WIDTH - RIGHT)]
    strokes += x_axis(across, HEIGHT - BOTTOM, HEIGHT - BOTTOM, x_name, ticks=None if x_unit_log and len(rows) > 3 else [r.x for r in rows])
    for row in rows:
        if row.bar:
            strokes += [line(LEFT, up(row.bar), WIDTH - RIGHT, up(row.bar), 'bar'),
                        text(LEFT + 4, up(row.bar) - 4, 'bar %s, at %s' % (number(row.bar), short(row.x)), 'barname')]
    points = ['%.1f,%.1f' % (across(r.x), up(r.median)) for r in rows]
    strokes.append('<polyline points="%s" class="line"/>' % ' '.join(points))
    for row in rows:
        strokes += [line(across(row.x), up(row.low), across(row.x), up(row.high), 'spread'),
                    '<circle cx="%.1f" cy="%.1f" r="3" class="dot"/>' % (across(row.x), up(row.median))]
    return HEIGHT, strokes


def x_axis(scale, top, bottom, name, ticks=None):
    strokes = [line(scale.begin, bottom, scale.end, bottom, 'axis'), text(scale.end, bottom + 30, name, 'faint', 'end')]
    for tick in scale.ticks() if ticks is None else ticks:
        strokes += [line(scale(tick), top, scale(tick), bottom + 4, 'grid'), text(scale(tick), bottom + 16, short(tick), 'faint', 'middle')]
    return strokes


def y_axis(scale, left, right):
    strokes = []
    for tick in scale.ticks():
        strokes += [line(left, scale(tick), right, scale(tick), 'grid'), text(left - 6, scale(tick) + 4, short(tick), 'faint', 'end')]
    return strokes


# --- The picture -----------------------------------------------------------------------------------------------------------------


def panels(rows):
    by_key = {row.key: row for row in rows}
    speeds = [by_key[k] for k in ('speed/pipeline', 'speed/library', 'speed/rg-names', 'speed/rg-date', 'speed/wc') if k in by_key]
    if speeds:
        ours = ('speed/pipeline', 'speed/library')
        yield bars_panel('Speed', speeds, 'MB/s', lambda row, s: s, log=True, style=lambda row: 'fill' if row.key in ours else 'fill other')
    judged = [row for row in rows if row.bar and row.section not in ('hostile',)]
    if judged:
        yield bars_panel('How near each bar is', judged, '1 or more: met', share_of_bar, mark=1, style=met_style)
    series = {}
    for row in rows:
        if row.series:
            series.setdefault(row.series, []).append(row)
    for name, members in series.items():
        members = sorted(members + BEGINS.get(name, []), key=lambda row: row.x)
        yield line_panel(TITLES.get(name, name), members, name, members[-1].x > 100 * members[0].x > 0)
    growth = [row for row in rows if row.section == 'hostile' and row.unit == '× time']
    if growth:
        yield bars_panel('Hostile texts: twice the size', growth, '× time', lambda row, s: s, mark=growth[0].bar, style=met_style)


TITLES = {'token rules': 'More token rules', 'text rules': 'More text rules', 'names added': 'More names',
          'size of documents': 'The same bytes in documents', 'annotations a KB': 'Denser text'}
# Once the rules that there are take once their time.
BEGINS = {name: [Row('', '', [1], '× time', x=1)] for name in ('token rules', 'text rules')}


def share_of_bar(row, sample):
    """1 where it is met; what is twice as fast as it has to be shows as no more than 2."""
    return min(2, sample / row.bar if row.better == MORE else row.bar / max(sample, 1e-9))


def met_style(row):
    return 'fill' if row.met else 'fill not'


def svg(result):
    """The picture of a result (as it is kept in JSON), as text."""
    rows = [Row.from_json(row) for row in result['rows']]
    head, bottoms, strokes = 60, [60] * COLUMNS, []
    for height, drawn in panels(rows):
        column = bottoms.index(min(bottoms))
        strokes.append('<g transform="translate(%d %d)">%s</g>' % (20 + column * (WIDTH + 30), bottoms[column], '\n'.join(drawn)))
        bottoms[column] += height + 16
    width, height = 20 + COLUMNS * (WIDTH + 30), max(bottoms + [head]) + 4
    return '\n'.join([
        '<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d">' % (width, height, width, height),
        '<style>%s</style>' % STYLE, text(20, 28, 'Dragoman %s' % result.get('version', ''), 'head'),
        text(20, 46, '%s; %s runs; %s' % (result.get('machine', ''), result.get('runs', '?'), result.get('time', '')), 'faint'),
        *strokes, '</svg>', ''])
