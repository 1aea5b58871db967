"""The benchmark's text: what `prose` promises of it. The sentences are cut here by rules of their own, not by the generator's."""

import collections
import hashlib
import json
import os
import re

from harness import Case, check, run

# The first 64 KB of seed 1. It changes whenever a list or the generator does; ./dev bench then measures another text, and its
# figures cannot be held against older ones.
DIGEST = 'd54a9315de2630cbea50e6e38fb4fdb77b56e31f0a54332b23d5e309ea6c2fdf'


def cases(context):
    prose = Prose(context)
    yield Case('prose/same-seed-same-bytes', prose.check_bytes)
    yield Case('prose/sizes', prose.check_sizes)
    yield Case('prose/documents', prose.check_documents)
    yield Case('prose/no-sentence-twice', prose.check_sentences)
    yield Case('prose/words', prose.check_words)
    yield Case('prose/annotations', prose.check_annotations)
    yield Case('prose/genres', prose.check_genres)
    yield Case('prose/bad-options', prose.check_options)
    yield Case('prose/bad-lists', prose.check_lists)


class Prose:
    def __init__(self, context):
        self.context = context
        self.program = os.path.join(context.build, 'tests', 'bench', 'prose')

    def run(self, *arguments):
        return run([self.program, *arguments])

    def text(self, *arguments):
        outcome = self.run(*arguments)
        check(outcome.status == 0, 'prose %s: status %d\n%s', ' '.join(arguments), outcome.status, outcome.errors())
        return outcome.text()

    def check_bytes(self):
        text = self.text('--bytes', '64K')
        digest = hashlib.sha256(text.encode()[:64000]).hexdigest()
        check(digest == DIGEST, 'the first 64 KB of seed 1 are others: %s', digest)
        check(text == self.text('--bytes', '64K', '--seed', '1'), 'the seed is 1 if none is named')
        check(text != self.text('--bytes', '64K', '--seed', '2'), 'seeds 1 and 2 make the same text')

    def check_sizes(self):
        for size in (1, 100, 599, 600, 5000, 300000):
            text = self.text('--bytes', str(size))
            check(size <= len(text.encode()) <= size + 1500, '%d bytes were asked for, %d came', size, len(text.encode()))
            check(re.search(r'[.!?;:,"]\n$', text), 'a text of %d bytes does not end with a sentence: %s', size, text[-80:])

    def check_documents(self):
        documents = [json.loads(line) for line in
                     self.text('--bytes', '100K', '--documents', '--document-bytes', '2K').splitlines()]
        check([d['id'] for d in documents[:2]] == ['d1', 'd2'], 'documents are named d1, d2, …: %s', documents[0]['id'])
        sizes = [len(d['text'].encode()) for d in documents]
        check(40 <= len(sizes) <= 50, '100 KB of documents of 2 KB are %d documents', len(sizes))
        check(all(2000 <= size <= 3500 for size in sizes[:-1]), 'sizes of documents: %s', sizes)
        check(sum(sizes) >= 100000, 'the texts together have %d bytes', sum(sizes))

    def check_sentences(self):
        """Whatever is cut at stops and lines, has six words or more and ends as a sentence does, comes once."""
        pieces = re.split(r'(?<=[.!?])"?\s+(?=["A-Z(\d])|\n', self.text('--bytes', '1500K'))
        sentences = collections.Counter(p for p in pieces if len(p.split()) >= 6 and re.search(r'[.!?;,]"?$', p))
        check(len(sentences) > 8000, 'there are only %d sentences', len(sentences))
        twice = [sentence for sentence, count in sentences.items() if count > 1]
        check(not twice, '%d sentences come twice:\n%s', len(twice), '\n'.join(twice[:10]))

    def check_words(self):
        """Different words go on coming, and common ones come often: both as in news."""
        words = re.findall(r'[^\W\d_]+', self.text('--bytes', '4M').lower())
        counts = collections.Counter(words)
        half = len(set(words[:len(words) // 2]))
        check(len(counts) >= 17000, '4 MB have only %d different words', len(counts))
        check(1.3 * half < len(counts) < 2 * half, 'the second half brings %d new words to %d', len(counts) - half, half)
        once = sum(1 for count in counts.values() if count == 1)
        check(0.3 < once / len(counts) < 0.7, '%d of %d words come once', once, len(counts))
        check(0.06 < counts['the'] / len(words) < 0.14, '"the" is one of %.1f words', len(words) / counts['the'])

    def check_annotations(self):
        wanted = ((0, 0, 8), (10, 8, 17), (20, 20, 27), (40, 32, 50))
        texts = [self.text('--bytes', '100K', '--density', str(density)) for density, _, _ in wanted]
        before = 0
        for (density, least, most), text, document in zip(wanted, texts, self.annotated(texts)):
            found = len(document['entities']) / len(text.encode()) * 1000
            check(least <= found <= most, 'density %d: %.1f annotations a KB', density, found)
            check(found > before, 'density %d has no more annotations than the one before', density)
            before = found

    def annotated(self, texts):
        return self.context.annotate_lines([{'id': str(i), 'text': text} for i, text in enumerate(texts)])

    def check_genres(self):
        text = self.text('--bytes', '300K')
        marks = {
            'briefing': r'(?m)^[A-Z]\.\w+: ', 'chronology': r'(?m)^(19|20)\d\d$', 'communiqué': r'Joint Communiqué|Communiqué of',
            'news report': r'(?m)^[A-Z ]+, \w+ \d+, \d{4} - ', 'press release': r'Press release \d+/|For immediate release',
            'resolution': r'(?m)^\d+\. (Decides|Recalls) that ', 'speech': r'Mr\. President|(?m)^Address by the ',
            'treaty': r'(?m)^Article \d+$', 'UN summary': r'(?m)^[A-ZÀ-Ý\'. -]+ \([\w .\'-]+\) said that ',
        }
        missing = [genre for genre, mark in marks.items() if not re.search(mark.replace('|(?m)', '|'), text)]
        check(not missing, 'there is no %s', ', '.join(missing))

    def check_options(self):
        for arguments, word in ((('--bite', '1'), '--bite'), (('--bytes', 'x'), 'x'), (('--bytes',), '--bytes'), ((), '--bytes'),
                                (('--bytes', '0'), '--bytes'), (('--bytes', '1', '--density', '1001'), '--density'),
                                (('--bytes', '99999999999G'), '99999999999G')):
            outcome = self.run(*arguments)
            check(outcome.status == 2, 'prose %s: status %d', ' '.join(arguments), outcome.status)
            check(word in outcome.errors() and '--help' in outcome.errors(), 'prose %s: %s', arguments, outcome.errors())
        check('usage: prose' in self.text('--help'), '--help tells the use')

    def check_lists(self):
        outcome = self.run('--bytes', '1', '--lists', self.context.path('tests'))
        check(outcome.status == 1 and 'genres.txt' in outcome.errors(), 'a folder without lists: %s', outcome.errors())
