#!/usr/bin/env python3
"""Strict precision, recall and F1 by label: what `./dev score` counts with where the shared scorer is not at hand.

    strict.py GOLD.jsonl PREDICTED.jsonl [--errors N] [--json]

A mention is right if its start, end and label are. A label is scored in the documents whose "labels" name it; what touches an
"ignore" span and no gold mention is left out, and so are the "skip_forms". This is what the shared score.py calls strict;
tests/scores.py holds the two to the same figures. It knows no relaxed match, no value, no referent and no event.
"""

import argparse
import json
import sys


def read(path):
    with open(path, encoding='utf-8') as file:
        return {d['id']: d for d in map(json.loads, filter(str.strip, file))}


def overlap(a, b):
    return a['start'] < b['end'] and b['start'] < a['end']


def compare(gold, predicted, label):
    """One label of one document: mentions found, missed, and those that are spurious."""
    skipped = gold.get('skip_forms', {}).get(label, [])
    wanted = [e for e in gold['entities'] if e['label'] == label]
    ignored = [s for s in gold.get('ignore', []) if s.get('label', label) == label] + [e for e in wanted if e.get('form') in skipped]
    wanted = [e for e in wanted if e.get('form') not in skipped]
    said = [e for e in predicted['entities'] if e['label'] == label and e.get('form') not in skipped]
    places = {(e['start'], e['end']) for e in said}
    found = [e for e in wanted if (e['start'], e['end']) in places]
    missed = [e for e in wanted if e not in found]
    right = {(e['start'], e['end']) for e in found}
    spurious = [e for e in said if (e['start'], e['end']) not in right
                and (any(overlap(e, m) for m in missed) or not any(overlap(e, s) for s in ignored))]
    return found, missed, spurious


def figures(right, predicted, gold):
    precision, recall = right / predicted if predicted else 0.0, right / gold if gold else 0.0
    return {'precision': precision, 'recall': recall, 'f1': 2 * precision * recall / (precision + recall) if right else 0.0}


def score(gold, predicted):
    """{label: figures}, in the shape of the shared scorer's --json, and the errors: (kind, document, mention)."""
    counts, errors = {}, []
    for id_, document in gold.items():
        for label in document['labels']:
            found, missed, spurious = compare(document, predicted[id_], label)
            right, said, wanted = counts.get(label, (0, 0, 0))
            counts[label] = (right + len(found), said + len(found) + len(spurious), wanted + len(found) + len(missed))
            errors += [('missed', document, e) for e in missed] + [('spurious', document, e) for e in spurious]
    labels = {label: {'gold': wanted, 'predicted': said, 'strict': figures(right, said, wanted), 'relaxed': None, 'value': None}
              for label, (right, said, wanted) in sorted(counts.items())}
    return labels, errors


def shown(kind, document, mention):
    text, start, end = document['text'].replace('\n', ' '), mention['start'], mention['end']
    return '%-8s %s  %s:%d-%d  …%s[%s]%s…' % (kind, mention['label'], document['id'], start, end,
                                             text[max(0, start - 40):start], text[start:end], text[end:end + 40])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('gold')
    parser.add_argument('predicted')
    parser.add_argument('--errors', type=int, metavar='N', help='print N mentions that are missed or spurious')
    parser.add_argument('--json', action='store_true', help='the figures as JSON')
    options = parser.parse_args()
    labels, errors = score(read(options.gold), read(options.predicted))
    if options.json:
        json.dump({'labels': labels}, sys.stdout)
        return
    print('%-12s %5s %5s | strict  P     R    F1' % ('', 'gold', 'found'))
    for label, r in labels.items():
        if r['gold'] or r['predicted']:
            print('%-12s %5d %5d |    %s' % (label, r['gold'], r['predicted'],
                                            ' '.join('%5.1f' % (100 * r['strict'][k]) for k in ('precision', 'recall', 'f1'))))
    for error in errors[:options.errors or 0]:
        print(shown(*error))


if __name__ == '__main__':
    main()
