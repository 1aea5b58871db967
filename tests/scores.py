"""The measures: our gold set says what its words say, and strict.py counts as the shared scorer does.

What `./dev score` as a whole prints is shown, and held to, by CONTRIBUTING.md: see walk.py.
"""

import json
import os
import sys
import tempfile

from harness import ROOT, Case, Failed, Skip, check, run

sys.path.insert(0, os.path.join(ROOT, 'tests', 'measure'))

import brackets  # noqa: E402
import shared    # noqa: E402
import strict    # noqa: E402

GOLD = [
    {'id': 'a', 'labels': ['Country', 'Date'], 'text': 'Japan, Peru and Chad met in May, in spring.',
     'entities': [{'start': 0, 'end': 5, 'label': 'Country'}, {'start': 7, 'end': 11, 'label': 'Country'},
                  {'start': 16, 'end': 20, 'label': 'Country', 'form': 'demonym'}, {'start': 28, 'end': 31, 'label': 'Date'}],
     'ignore': [{'start': 36, 'end': 42}], 'skip_forms': {'Country': ['demonym']}},
]
PREDICTED = [
    {'id': 'a', 'entities': [{'start': 0, 'end': 5, 'label': 'Country'}, {'start': 7, 'end': 15, 'label': 'Country'},
                             {'start': 16, 'end': 20, 'label': 'Country'}, {'start': 28, 'end': 31, 'label': 'Date'},
                             {'start': 33, 'end': 42, 'label': 'Date'}, {'start': 0, 'end': 5, 'label': 'Person'}]},
]


def cases(context):
    for name, test in sorted(globals().items()):
        if name.startswith('test_'):
            yield Case('scores/' + name[len('test_'):].replace('_', '-'), lambda test=test: test(context))


def by_id(documents):
    return {d['id']: d for d in documents}


def test_offsets_of_our_gold_sets_are_those_of_their_words(context):
    folder = context.path('tests', 'gold')
    wrong = [p for name in sorted(os.listdir(folder)) if name.endswith('.jsonl') for p in brackets.problems(os.path.join(folder, name))]
    check(not wrong, '%s', '\n'.join(wrong))


def test_checking_finds_what_is_wrong(context):
    with tempfile.NamedTemporaryFile('w', suffix='.jsonl') as file:
        good = brackets.document('a', '[Japan Country] signed')
        shifted = dict(good, id='b', entities=[dict(good['entities'][0], start=1, end=6)])
        unnamed = dict(good, id='c', labels=['Date'])
        file.write('\n'.join([json.dumps(d) for d in (good, shifted, unnamed, good)] + ['{"id": 1']) + '\n')
        file.flush()
        wrong = [p.split('.jsonl:')[1] for p in brackets.problems(file.name)]
    for line, words in ((2, 'is not'), (3, 'does not name'), (4, 'stands twice'), (5, 'not a gold document')):
        check(any(p.startswith('%d: ' % line) and words in p for p in wrong), 'line %d: %s', line, wrong)
    check(len(wrong) == 4, '%s', wrong)


def test_brackets_become_mentions(context):
    made = brackets.document('x', 'The [[Japanese Country.demonym=JPN]–[Peruvian Country] Pact Treaty.name=a pact] \\[1\\] of [old ignore] [Fiji Place=fiji].\n', '2024-01-01')
    check(made['text'] == 'The Japanese–Peruvian Pact [1] of old Fiji.\n', '%r', made['text'])
    said = [(e['text'], e['label'], e.get('form'), e.get('value')) for e in made['entities']]
    check(said == [('Japanese–Peruvian Pact', 'Treaty', 'name', 'a pact'), ('Japanese', 'Country', 'demonym', 'JPN'),
                   ('Peruvian', 'Country', None, None)], '%s', said)
    check(made['ignore'] == [{'start': 34, 'end': 37}] and made['reference_date'] == '2024-01-01', '%s', made)
    for wrong in ('a [Japan signed', 'a Japan] signed', '[Japan] signed'):
        try:
            brackets.document('x', wrong)
        except ValueError:
            continue
        raise Failed('%r passes' % wrong)


def test_brackets_of_show_are_read(context):
    text = 'Japan signed the Treaty on Goods with France in 1959.\n'
    shown = context.over(context.small).dragoman('show', '-', stdin=text.encode()).text().split('\n\n')[0]
    made = brackets.document('x', shown + '\n')
    check(made['text'] == text, '%s', shown)
    check([e['text'] for e in made['entities'] if e['label'] == 'Country'] == ['Japan', 'France'], '%s', made['entities'])


def test_strict_figures(context):
    labels, errors = strict.score(by_id(GOLD), by_id(PREDICTED))
    counts = {k: (r['gold'], r['predicted'], round(r['strict']['precision'], 3), round(r['strict']['recall'], 3), round(r['strict']['f1'], 3))
              for k, r in labels.items()}
    check(counts == {'Country': (2, 2, 0.5, 0.5, 0.5), 'Date': (1, 1, 1.0, 1.0, 1.0)}, '%s', counts)
    check([(kind, e['start']) for kind, _, e in errors] == [('missed', 7), ('spurious', 7)], '%s', errors)


def test_strict_figures_are_those_of_the_shared_scorer(context):
    if not shared.scorer().startswith(shared.SHARED):
        raise Skip('there is no shared scorer')
    ours = context.path('tests', 'gold', 'own.jsonl')
    with open(ours, encoding='utf-8') as file:
        gold = [json.loads(line) for line in file]
    with tempfile.TemporaryDirectory() as folder:
        written = [os.path.join(folder, name) for name in ('gold.jsonl', 'predicted.jsonl')]
        annotated = context.annotate_lines([{k: d[k] for k in ('id', 'text', 'reference_date') if k in d} for d in gold])
        for path, documents in zip(written, (gold + GOLD, annotated + PREDICTED)):
            with open(path, 'w', encoding='utf-8') as file:
                file.writelines(json.dumps(d) + '\n' for d in documents)
        both = []
        for scorer in (shared.scorer(), os.path.join(ROOT, 'tests', 'measure', 'strict.py')):
            outcome = run([sys.executable, scorer, *written, '--json'])
            check(outcome.status == 0, '%s', outcome.errors())
            both.append({k: {n: r[n] for n in ('gold', 'predicted', 'strict')} for k, r in json.loads(outcome.text())['labels'].items()})
    check(both[0] == both[1], '%s\n%s', *both)
