"""Hostile texts: time and memory stay linear, and nothing crashes.

Each line of TEXTS is a name and what is repeated. A text is annotated at one size and at twice that: the CPU time (less that of an
empty run) may grow by GROWTH at most, and the memory stays below knowledge + 64 MB + 24 × the text, as the design promises.

    ./dev test --quick          all texts, small, in one stream
    ./dev test                  each by itself, 10⁵ pieces, then twice that (more of what costs next to nothing)
    ./dev test --full hostile   the sizes that the design names: 10⁶ pieces, ten million joiners, 100 MB without a space
    ./dev bench hostile         those sizes again, with the figures (bench/growth.py)
"""

import random
import threading

from harness import Case, check, run_measured

GROWTH = 2.3             # of time when the text doubles
NOISE = 0.15             # seconds that a busy machine may add
SECONDS_A_MB = 3.0       # what no text may cost, however odd; plain prose costs a thirtieth of that
LARGER = 4               # what costs so little that the noise hides how it grows is measured in texts so many times as large
MB = 1 << 20

PIECES = 100_000
PIECES_FULL = 1_000_000
PIECES_QUICK = 2_000


def words(seed, count, pattern):
    """`count` copies of a pattern, each with made-up capitalised words in its gaps: hardly two are alike."""
    dice = random.Random(seed)
    letters = 'abcdefghijklmnopqrstuvwxyz'
    gaps = pattern.count('{}')

    def word():
        return dice.choice(letters).upper() + ''.join(dice.choices(letters, k=dice.randrange(3, 9)))
    return ''.join(pattern.format(*(word() for _ in range(gaps))) for _ in range(count))


# name, how the text of n pieces is made, how many times more pieces the full size takes
TEXTS = (
    ('capitalised-words', lambda n: 'Alpha Beta ' * (n // 2), 1),
    ('capitalised-words-all-different', lambda n: words(1, n, '{} '), 1),
    ('treaty-of', lambda n: 'Treaty of ' * n, 1),
    ('treaty-on-the-word', lambda n: words(2, n // 4, 'Treaty on the {} '), 1),
    ('russia-and', lambda n: 'Russia and ' * n, 1),
    ('russia-comma', lambda n: 'Russia, ' * n, 1),
    ('russia-has-signed', lambda n: 'Russia has signed the ' * (n // 4), 1),
    ('this-treaty', lambda n: 'this treaty and ' * (n // 3), 1),
    ('treaties-with-aliases', lambda n: words(3, n // 8, 'the Treaty on {} (the "{} Treaty") was signed. '), 1),
    ('people-all-different', lambda n: words(4, n // 5, 'Foreign Minister {} {} spoke. '), 1),
    ('people-with-one-surname', lambda n: words(5, n // 5, 'Foreign Minister {} Jordan spoke. '), 1),
    ('turns-of-a-transcript', lambda n: words(6, n // 5, '{} {}: Yes, indeed.\n'), 1),
    ('dates', lambda n: '06/20/2024 May ' * (n // 6), 1),
    ('articles-of-articles', lambda n: 'Article 5 of ' * (n // 3), 1),
    ('numbers', lambda n: '1 ' * n, 1),
    ('digits-without-a-space', lambda n: '1' * 10 * n, 10),
    ('letters-without-a-space', lambda n: 'a' * 10 * n, 10),
    ('hyphens', lambda n: 'well-' * n, 1),
    ('initials', lambda n: 'U.S.' * n, 1),
    ('apostrophes', lambda n: "O'" * n, 1),
    ('zero-width-joiners', lambda n: '\u200d' * 10 * n, 1),
    ('combining-marks', lambda n: 'a' + '\u0301' * n, 1),
    ('han', lambda n: '中国' * n, 1),
    ('opening-brackets', lambda n: '(' * n, 1),
    ('opening-quotes', lambda n: '“Russia ' * n, 1),
    ('line-feeds', lambda n: '\n' * n, 1),
    ('a-word-a-line', lambda n: 'Article\n' * n, 1),
    ('spaces', lambda n: ' ' * n + 'Russia', 1),
    ('nul-bytes', lambda n: '\0' * n, 1),
    ('bytes-that-are-no-utf-8', lambda n: b'Japan \xff\xe2\x82 ' * n, 1),
)


def cases(context):
    if context.quick:
        yield Case('hostile/all-in-one-stream', lambda: check_stream(context))
        return
    base = Baseline(context)
    for name, make, more in TEXTS:
        yield Case('hostile/' + name, lambda make=make, more=more: check_growth(context, base, make, more))


def encoded(text):
    return text if isinstance(text, bytes) else text.encode('utf-8')


def check_stream(context):
    texts = [encoded(make(PIECES_QUICK)).decode('utf-8', 'replace') for _, make, _ in TEXTS]
    documents = [{'id': name, 'text': text} for (name, _, _), text in zip(TEXTS, texts)]
    for (name, _, _), result in zip(TEXTS, context.annotate_lines(documents)):
        check('error' not in result, '%s: %s', name, result.get('error'))


class Baseline:
    """What a run over an empty text costs: the knowledge alone. Measured when it is first asked for."""

    def __init__(self, context):
        self.context, self.lock, self.outcome = context, threading.Lock(), None

    def get(self):
        with self.lock:
            if self.outcome is None:
                runs = [annotate(self.context, b'') for _ in range(3)]
                self.outcome = min(runs, key=lambda o: o.seconds)
            return self.outcome


def annotate(context, text):
    outcome = run_measured([context.program, 'annotate', '-'], stdin=text, environment=context.environment, keep_out=False, timeout=300)
    check(outcome.status == 0, 'exit status %d: %s', outcome.status, outcome.errors())
    return outcome


def check_growth(context, base, make, more):
    pieces = pieces_full(more) if context.full else PIECES // (10 if context.sanitized else 1)
    texts = texts_of(make, pieces)
    if context.sanitized:                            # figures of an instrumented program prove nothing; that it gets through does
        for text in texts:
            annotate(context, text)
        return
    empty = base.get()
    seconds = [check_one(context, empty, text) for text in texts]
    if seconds[1] < NOISE and not context.full:
        texts = texts_of(make, LARGER * pieces)
        seconds = [check_one(context, empty, text) for text in texts]
    if not grows_linearly(seconds):                  # the machine may have been busy: the better of two
        seconds = [min(s, check_one(context, empty, text)) for s, text in zip(seconds, texts)]
    check(grows_linearly(seconds), '%.2f MB took %.2f s, %.2f MB took %.2f s', len(texts[0]) / MB, seconds[0], len(texts[1]) / MB, seconds[1])


def texts_of(make, pieces):
    return encoded(make(pieces)), encoded(make(2 * pieces))


def pieces_full(more):
    """Of the smaller text of a pair, so that the larger one has the size that the design names."""
    return PIECES_FULL * more // 2


def memory_bound(empty_bytes, text_bytes):
    """What the design promises, of a text and of knowledge that takes so much by itself."""
    return empty_bytes + 64 * MB + 24 * text_bytes


def grows_linearly(seconds):
    return seconds[1] <= GROWTH * seconds[0] + NOISE


def check_one(context, empty, text):
    """Annotates, holds memory and time to their bounds, and returns the seconds beyond an empty run."""
    outcome = annotate(context, text)
    bound = memory_bound(empty.peak_bytes, len(text))
    check(outcome.peak_bytes <= bound, '%.1f MB of text took %.0f MB of memory; knowledge + 64 MB + 24 × text is %.0f MB',
          len(text) / MB, outcome.peak_bytes / MB, bound / MB)
    seconds = outcome.seconds - empty.seconds
    check(seconds <= SECONDS_A_MB * len(text) / MB + NOISE, '%.2f MB took %.2f s', len(text) / MB, seconds)
    return seconds
