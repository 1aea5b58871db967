"""Gold sets and scorers: our own small set in tests/gold/, and those of the shared folder, where it is.

The shared folder is not part of the project; DRAGOMAN_SHARED names it, or it stands beside the checkout."""

import glob
import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SHARED = os.environ.get('DRAGOMAN_SHARED') or os.path.join(os.path.dirname(ROOT), 'shared')


def scorer():
    """The shared scorer; where there is none, strict.py, which knows strict figures alone."""
    theirs = os.path.join(SHARED, 'score', 'score.py')
    return theirs if os.path.exists(theirs) else os.path.join(ROOT, 'tests', 'measure', 'strict.py')


def gold_sets():
    """{name: path} of the gold sets."""
    paths = glob.glob(os.path.join(ROOT, 'tests', 'gold', '*.jsonl')) + glob.glob(os.path.join(SHARED, 'gold', 'dev', '*.jsonl'))
    return {os.path.basename(p)[:-len('.jsonl')]: p for p in sorted(paths)}


def need():
    """The gold sets, or an end with a message where DRAGOMAN_SHARED is not what it should be."""
    if os.environ.get('DRAGOMAN_SHARED') and not (os.path.isdir(os.path.join(SHARED, 'gold', 'dev')) and scorer().startswith(SHARED)):
        sys.exit('score: DRAGOMAN_SHARED is %s, and there are no gold/dev/ and score/score.py' % SHARED)
    return gold_sets()


def environment():
    return dict(os.environ, DRAGOMAN_DATA=os.environ.get('DRAGOMAN_DATA', ROOT))
