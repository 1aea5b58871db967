"""A line of the result: what was measured, a value a round, and the bar that it has to meet, if there is one.

    Row('speed/pipeline-wc', 'pipeline against wc -w', [0.031, 0.030, 0.031], '×', better=MORE, bar=0.20)

Rows of a sweep stand at an `x` of a `series`: plot.py draws a line through them.
"""

import statistics
from dataclasses import asdict, dataclass

MORE, LESS, NEITHER = 'more', 'less', ''             # which is better; of a yardstick, neither


@dataclass
class Row:
    key: str                                         # SECTION/NAME, the same in every result: compare.py goes by it
    what: str
    samples: list
    unit: str
    better: str = NEITHER
    bar: float = None                                # the median is to be at least, or at most that
    series: str = ''
    x: float = None

    @property
    def section(self):
        return self.key.partition('/')[0]

    @property
    def median(self):
        return statistics.median(self.samples)

    @property
    def low(self):
        return min(self.samples)

    @property
    def high(self):
        return max(self.samples)

    @property
    def met(self):
        """None if there is no bar."""
        if self.bar is None:
            return None
        return self.median >= self.bar if self.better == MORE else self.median <= self.bar

    def as_json(self):
        kept = {key: value for key, value in asdict(self).items() if value not in ('', None) or key == 'unit'}
        kept['samples'] = [float('%.6g' % s) for s in self.samples]
        return dict(kept, median=float('%.6g' % self.median), **({} if self.met is None else {'met': self.met}))

    @staticmethod
    def from_json(data):
        return Row(**{key: value for key, value in data.items() if key not in ('median', 'met')})


def beyond_empty(runs, empty_runs):
    """CPU seconds of each run, less what a run over an empty text takes: start-up is another figure."""
    empty = statistics.median(run.seconds for run in empty_runs)
    return [max(run.seconds - empty, 1e-6) for run in runs]


def ratios(upper, lower):
    """Round by round, so that what slows a whole round does not count; a program that sat out a round is left out of that."""
    return [u / l for u, l in zip(upper, lower)]
