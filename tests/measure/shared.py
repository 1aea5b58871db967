"""The shared folder: gold sets and the scorer. It is not part of the project; DRAGOMAN_SHARED names it, or it stands beside the checkout."""

import glob
import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SHARED = os.environ.get('DRAGOMAN_SHARED') or os.path.join(os.path.dirname(ROOT), 'shared')


def gold_sets():
    """{name: path} of the gold sets; empty where the folder is absent."""
    paths = sorted(glob.glob(os.path.join(SHARED, 'gold', 'dev', '*.jsonl')))
    return {os.path.basename(p)[:-len('.jsonl')]: p for p in paths}


def scorer():
    return os.path.join(SHARED, 'score', 'score.py')


def need():
    """The gold sets, or an end with a message that says what to do."""
    sets = gold_sets()
    if not sets or not os.path.exists(scorer()):
        sys.exit('dev: there are no gold sets in %s (expected gold/dev/*.jsonl and score/score.py there).\n'
                 '     They are not part of Dragoman; DRAGOMAN_SHARED=FOLDER names the folder that holds them.' % SHARED)
    return sets


def environment():
    return dict(os.environ, DRAGOMAN_DATA=os.environ.get('DRAGOMAN_DATA', ROOT))
