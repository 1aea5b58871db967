"""What holds for every text whatever it says: samples, and texts made from a seed.

- text[start:end] is the entity's text, in code points, in bytes and in UTF-16, and the three mean the same place
- entities come by start, the longer first, and never cross one another
- ids are unique, and everything that is referred to is there
- annotating twice, in one run or in two, gives the same bytes
- what comes out is JSON, and valid by extractor/write/dragoman.schema.json (schema.py)
"""

import glob
import json
import os
import random

from harness import Case, check, show

# Pieces that meet in made texts: names, dates, marks, scripts, white space of all kinds, bytes that are no UTF-8 (as lone surrogates).
PIECES = ('Russia', 'the DPRK', 'Japan', 'Treaty', 'on the', 'Non-Proliferation', 'of Nuclear Weapons', '(NPT)', 'Article 5', '3 May 2019',
          '06/20/2024', 'signed', 'Foreign Minister', 'A. B. Smith', 'John', "Russia's", 'parties’', '“', '”', '(', ')', '.', ',', ';', ':', '-', '—', '…',
          '\n', '\n\n', '\t', '  ', '\r\n', '\u00a0', '\u00ad', '\u200b', '\u200d', '\ufeff', '\u2028', 'é', 'e\u0301', 'Ünited', 'Côte d’Ivoire', 'Россия', 'Договор',
          '日本', '中华人民共和国', 'ประเทศไทย', 'كوريا', '한국', '🇫🇷', '👩‍👩‍👧', '𝔘nited', '\U00010348', '\x00', '\x07', '\x7f', '\u0085', 'Z' * 70, '1,500', '2.5', '20th',
          'resolution 1718 (2006)', 'two years ago', 'today', 'U.S.', 'U.N.', '[', ']', '{', '}', '\\', '"', '<Country>', '@country', '\ufffd', '\ufffe')


def cases(context):
    count = 60 if context.quick else 400
    yield Case('properties/samples-and-made-texts', lambda: check_texts(context, sample_texts(context) + made_texts(count)))
    yield Case('properties/bytes-that-are-no-utf-8', lambda: check_bytes(context.over(context.small)))
    yield Case('properties/twice-the-same-bytes', lambda: check_twice(context, sample_texts(context) + made_texts(count // 4)))
    yield Case('properties/file-and-line-say-the-same', lambda: check_file(context))


def sample_texts(context):
    texts = []
    for path in sorted(glob.glob(context.path('samples', '*.txt'))):
        with open(path, encoding='utf-8', newline='') as file:
            texts.append(file.read())
    check(texts, 'samples/ is empty')
    return texts


def made_texts(count):
    dice = random.Random(20240620)
    texts = ['', ' ', '\n', '\x00', '\u200d' * 50, '.', '𐍈']
    while len(texts) < count:
        pieces = dice.choices(PIECES, k=dice.randrange(1, 60))
        texts.append(dice.choice(('', ' ', ' ')).join(pieces))
        texts.append(''.join(chr(dice.choice((dice.randrange(0x80), dice.randrange(0xd800), dice.randrange(0xe000, 0x110000))))
                             for _ in range(dice.randrange(1, 40))))
    return texts[:count]


def documents_of(texts):
    return [{'id': 't%d' % i, 'text': t, 'reference_date': '2024-06-20'} for i, t in enumerate(texts)]


def check_texts(context, texts):
    documents = documents_of(texts)
    units = [context.annotate_lines(documents, '--offsets', unit) for unit in ('chars', 'bytes', 'utf16')]
    for text, chars, octets, utf16 in zip(texts, *units):
        check('error' not in chars, '%s\nof %r', chars.get('error'), text)
        check_document(text, chars)
        check(len(chars['entities']) == len(octets['entities']) == len(utf16['entities']),
              'the units do not find as many entities: %r', text)
        for c, o, u in zip(chars['entities'], octets['entities'], utf16['entities']):
            before, inside = text[:c['start']], text[c['start']:c['end']]
            check_place(text, c, o, len(before.encode('utf-8')), len(inside.encode('utf-8')), 'bytes')
            check_place(text, c, u, len(before.encode('utf-16-le')) // 2, len(inside.encode('utf-16-le')) // 2, 'utf16')


def check_place(text, chars, other, start, length, unit):
    check((other['start'], other['end']) == (start, start + length),
          '%r is at %d-%d in %s, not at %d-%d: %s', chars['text'], start, start + length, unit, other['start'], other['end'], show(text))


def check_document(text, document):
    entities = document['entities']
    for e in entities:
        check(0 <= e['start'] < e['end'] <= len(text), 'no such span: %r', e)
        check(text[e['start']:e['end']] == e['text'], 'text[%d:%d] is %r, not %r', e['start'], e['end'],
              text[e['start']:e['end']], e['text'])
        check(e['text'] == e['text'].strip(), 'white space at an end: %r', e)
        check(0 < e['score'] <= 1, 'a score outside 0 … 1: %r', e)
    order = [(e['start'], -e['end']) for e in entities]
    check(order == sorted(order), 'entities out of order: %r', order)
    open_ends = []
    for e in entities:                              # by start, the longer first: each must end inside what is still open
        while open_ends and open_ends[-1] <= e['start']:
            open_ends.pop()
        check(not open_ends or e['end'] <= open_ends[-1], 'two entities cross at %r', e)
        open_ends.append(e['end'])
    check_references(document)


def check_references(document):
    entities = {e['id']: e for e in document['entities']}
    referents = {r['id']: r for r in document.get('referents', [])}
    check(len(entities) == len(document['entities']), 'an entity id stands twice')
    for e in entities.values():
        if e.get('referent') is not None:
            check(e['referent'] in referents, 'no referent %r', e['referent'])
            check(e['id'] in referents[e['referent']]['mentions'], '%s is no mention of its referent', e['id'])
    for r in referents.values():
        for mention in r['mentions']:
            check(entities.get(mention, {}).get('referent') == r['id'], '%s mentions %s, which is not of it', r['id'], mention)
    for event in document.get('events', []):
        for one in [event.get('treaty')] + list(event.get('parties') or []):
            check(one is None or one in referents or not one.startswith('r') or not one[1:].isdigit(), 'no referent %r', one)
    for turn in document.get('turns', []):
        check(turn['start'] <= turn['end'], 'a turn that ends before it starts: %r', turn)
        check(turn.get('referent') in (None, *referents), 'no referent %r', turn.get('referent'))


def check_bytes(context):
    """Wrong UTF-8 reads as U+FFFD; in bytes, offsets stay true to what went in."""
    dice = random.Random(7)
    for _ in range(4 if context.quick else 20):
        data = b' '.join(dice.choice((b'Japan', b'\xff', b'\xc3', b'France \xe2\x82', b'\xed\xa0\x80', b'Russia\xf0\x9f', b'3 May 2019', b'\x80\x80', b'\xc0\xaf'))
                         for _ in range(dice.randrange(1, 40)))
        repaired = data.decode('utf-8', 'replace')
        outcome = context.dragoman('annotate', '--offsets', 'bytes', '-', stdin=data)
        check(outcome.status == 0, 'exit status %d: %s', outcome.status, outcome.errors())
        octets = json.loads(outcome.out)
        chars = json.loads(context.dragoman('annotate', '-', stdin=data).out)
        check_document(repaired, chars)
        check(bool(chars.get('warnings')) == ('\ufffd' in repaired), 'warnings of %r: %r', data, chars.get('warnings'))
        for c, o in zip(chars['entities'], octets['entities']):
            check(data[o['start']:o['end']].decode('utf-8', 'replace') == c['text'], 'bytes %d-%d of %r are not %r',
                  o['start'], o['end'], data, c['text'])


def check_twice(context, texts):
    lines = ''.join(json.dumps(d) + '\n' for d in documents_of(texts)).encode()
    first, second = (context.dragoman('annotate', '--jsonl', '-', stdin=lines).out for _ in range(2))
    check(first == second, 'two runs differ')
    turned = documents_of(texts)[::-1]
    third = context.dragoman('annotate', '--jsonl', '-', stdin=''.join(json.dumps(d) + '\n' for d in turned).encode()).out
    check(sorted(first.splitlines()) == sorted(third.splitlines()), 'a document says something else behind other documents: %s',
          next((show(a, 2000) + '\n' + show(b, 2000) for a, b in zip(first.splitlines(), third.splitlines()[::-1]) if a != b), ''))


def check_file(context):
    """One document as a text file and as a JSON line: the same entities."""
    path = sorted(glob.glob(context.path('samples', '*.txt')))[0]
    with open(path, encoding='utf-8', newline='') as file:
        line = context.annotate_lines([{'id': os.path.basename(path), 'text': file.read()}])[0]
    alone = json.loads(context.dragoman('annotate', path).out)
    check(alone['entities'] == line['entities'], 'a file and a line give other entities')
