"""The pack: it says what the sources say, it is never used when they say something else, and never in silence.

Most of it runs over a copy of tests/knowledge/; that a pack is used shows by --require-pack, which allows nothing else.
"""

import contextlib
import json
import os
import re
import shutil
import struct
import tempfile
import time

import properties
from cli import expect
from harness import Case, Failed, check, difference, run, show
from measure import shared

TEXT = b'Maria Silva: Japan and Kenya signed the Tokyo Treaty of 1999 on 3 May 1999. Russia has signed this treaty today.'


def cases(context):
    for name, test in sorted(globals().items()):
        if name.startswith('test_'):
            yield Case('pack/' + name[len('test_'):].replace('_', '-'), lambda test=test: test(context))


class Bench:
    """A folder with knowledge of its own, whose files have lain there for long; and the program that works on it."""

    def __init__(self, context, folder):
        self.context, self.folder = context, folder
        self.pack, self.rules = self.path('world.drg'), self.path('rules', 'en')

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def run(self, *arguments, data=None, **rest):
        return self.context.dragoman(*arguments, data=data or self.folder, **rest)

    def compile(self, *options):
        expect(self.run('compile', *options), 0)

    def annotate(self, *options, **rest):
        return self.run('annotate', *options, '-', stdin=TEXT, **rest)

    def age(self, seconds=0):
        """All files and folders are of long ago."""
        for at, folders, files in os.walk(self.folder, topdown=False):
            for name in (*folders, *files):
                os.utime(os.path.join(at, name), (1e9, 1e9 + seconds))
        os.utime(self.folder, (1e9, 1e9))

    def wait(self):
        """So long that even the time at which something was last done to a file proves something."""
        time.sleep(0.2)

    def expect_used(self, *options, **rest):
        outcome = self.annotate('--require-pack', *options, **rest)
        expect(outcome, 0)
        check(not outcome.err, 'a pack that is used is no news: %s', outcome.errors())
        return outcome.out

    def expect_refused(self, *told, options=(), **rest):
        """It says why in one line, and reads the sources; or does nothing, if those must not be read."""
        outcome = self.annotate(*options, **rest)
        expect(outcome, 0, *told, 'rules and gazetteers are read instead')
        check(outcome.errors().count('\n') == 1, 'one line, not: %s', outcome.errors())
        check(outcome.objects()[0]['entities'], 'nothing was found: %s', show(outcome.out))
        refused = self.annotate('--require-pack', *options, **rest)
        expect(refused, 3, *told)
        check(not refused.out, 'there is output: %s', show(refused.out))


@contextlib.contextmanager
def bench(context):
    with tempfile.TemporaryDirectory() as folder:
        for name in ('rules', 'gazetteers'):
            shutil.copytree(os.path.join(context.small, name), os.path.join(folder, name))
        made = Bench(context, folder)
        made.age()
        yield made


def write(text, *parts):
    path = os.path.join(*parts)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w', encoding='utf-8') as file:
        file.write(text)


def arrays_at(path):
    """Where the arrays begin, of which nothing is looked at before a document needs it: a field of pack.c's pack_header."""
    with open(path, 'rb') as file:
        return struct.unpack_from('=Q', file.read(200), 192)[0]


def inode(path):
    return os.stat(path).st_ino


# --- Fresh and stale ---------------------------------------------------------------------------------------------------------

def test_where_there_is_none_the_sources_are_read_in_silence(context):
    with bench(context) as b:
        outcome = b.annotate()
        expect(outcome, 0)
        check(not outcome.err, '%s', outcome.errors())
        expect(b.annotate('--require-pack'), 3, 'there is no pack', '`dragoman compile` makes one')


def test_one_that_is_fresh_is_used(context):
    with bench(context) as b:
        before = b.annotate().out
        b.compile()
        check(os.path.exists(b.pack), 'there is no %s', b.pack)
        check(b.expect_used() == before, 'the pack says something else than the sources')
        outcome = b.run('show', '--require-pack', '-', stdin=TEXT)
        expect(outcome, 0)


def test_a_fresh_one_is_left_alone(context):
    with bench(context) as b:
        b.wait()
        b.compile()
        first = inode(b.pack)
        b.compile()
        check(inode(b.pack) == first, 'a fresh pack was written anew')
        b.compile('--force')
        check(inode(b.pack) != first, '--force did nothing')


def test_a_touched_file_is_the_same(context):
    with bench(context) as b:
        b.compile()
        b.age(60)
        b.expect_used()
        first = inode(b.pack)
        b.compile()
        check(inode(b.pack) != first, 'times are not noted anew')


def test_a_copy_elsewhere_is_the_same(context):
    with bench(context) as b, tempfile.TemporaryDirectory() as other:
        b.compile()
        moved = os.path.join(other, 'moved')
        shutil.copytree(b.folder, moved)
        b.expect_used(data=moved)


def test_a_changed_file(context):
    with bench(context) as b:
        b.compile()
        path = next(os.path.join(b.rules, n) for n in sorted(os.listdir(b.rules)))
        with open(path, 'a', encoding='utf-8') as file:
            file.write('\n# a comment\n')
        b.expect_refused(os.path.basename(path) + ' has changed')
        b.compile()
        b.expect_used()


def test_a_file_changed_within_its_length_and_at_once(context):
    """Compiled, changed, and looked at in one breath: times do not tell."""
    with bench(context) as b:
        for word in ('aaaa', 'bbbb', 'cccc'):
            write('one %s\n' % word, b.folder, 'gazetteers', 'president.txt')
            if word != 'aaaa':
                b.expect_refused('president.txt has changed')
            b.compile()
            b.expect_used()


def test_a_file_changed_within_its_length_and_its_time_set_back(context):
    """As rsync, tar and cp -p do."""
    with bench(context) as b:
        write('one aaaa\n', b.folder, 'gazetteers', 'president.txt')
        b.age()
        b.wait()
        b.compile()
        write('one bbbb\n', b.folder, 'gazetteers', 'president.txt')
        b.age()
        b.expect_refused('president.txt has changed')


def test_a_file_that_was_added(context):
    with bench(context) as b:
        b.compile()
        write('name\nOne\n', b.folder, 'gazetteers', 'president.csv')
        b.expect_refused('president.csv was added')


def test_a_file_that_was_removed(context):
    with bench(context) as b:
        write('name\nOne\n', b.folder, 'gazetteers', 'president.csv')
        b.age()
        b.compile()
        os.remove(b.path('gazetteers', 'president.csv'))
        b.expect_refused('president.csv was removed')


def test_a_file_that_was_renamed(context):
    with bench(context) as b:
        write('name\nOne\n', b.folder, 'gazetteers', 'president.csv')
        b.age()
        b.compile()
        os.rename(b.path('gazetteers', 'president.csv'), b.path('gazetteers', 'queen.csv'))
        b.expect_refused('.csv was ')


def test_names_that_are_no_files(context):
    """What the sources would not be read with makes a pack stale, and nobody waits for a pipe."""
    with bench(context) as b:
        b.compile()
        for make in (lambda path: os.symlink('nowhere', path), os.mkfifo):
            path = b.path('gazetteers', 'president.txt')
            make(path)
            expect(b.annotate(timeout=30), 3, 'world.drg: ', 'president.txt was added', 'president.txt: error: ')
            expect(b.run('compile', '--force', timeout=30), 3, 'president.txt: error: ')
            os.remove(path)
        b.expect_used()


def test_what_is_not_read_does_not_matter(context):
    with bench(context) as b:
        b.compile()
        write('nothing', b.folder, 'gazetteers', 'country', 'README.md')
        write('nothing', b.folder, 'rules', 'en', '.swap.rules')
        b.expect_used()


def test_sources_that_are_wrong(context):
    with bench(context) as b:
        b.compile()
        first = inode(b.pack)
        write('rule x\n', b.rules, 'wrong.rules')
        expect(b.run('compile'), 3, 'wrong.rules:1')
        check(inode(b.pack) == first, 'the old pack is gone')
        expect(b.annotate(), 3, 'wrong.rules was added', 'wrong.rules:1')
        check(sorted(os.listdir(b.folder)) == ['gazetteers', 'rules', 'world.drg'], 'something is left: %s', os.listdir(b.folder))


# --- Packs by name -----------------------------------------------------------------------------------------------------------

def test_one_that_is_named(context):
    with bench(context) as b:
        b.compile('-o', b.path('mine.drg'))
        check(not os.path.exists(b.pack), 'it is where it should not be, too')
        b.expect_used('--pack', b.path('mine.drg'))


def test_one_that_is_named_has_to_be_a_pack(context):
    """Whoever names one means that one: nothing is read in its stead but where it has only grown old."""
    with bench(context) as b:
        named = b.path('mine.drg')
        b.compile('-o', named)
        write('something else', b.path('notes.txt'))
        shutil.copy(named, b.path('cut.drg'))
        os.truncate(b.path('cut.drg'), 5000)
        for name, *told in (('no-such.drg', 'cannot be opened', '`dragoman compile -o FILE` makes one'),
                            ('notes.txt', 'is no pack; `dragoman compile -o FILE` makes one'),
                            ('rules', 'is no file'), ('cut.drg', 'cut off', '`dragoman compile -o FILE` makes it anew')):
            outcome = b.annotate('--pack', b.path(name))
            expect(outcome, 3, name, *told)
            check(not outcome.out and outcome.errors().count('\n') == 1, 'it goes on: %s', outcome.errors())
        write('one aaaa\n', b.folder, 'gazetteers', 'president.txt')
        b.expect_refused('president.txt was added', '`dragoman compile -o FILE` makes it anew', options=('--pack', named))


def test_where_there_is_nothing(context):
    with tempfile.TemporaryDirectory() as folder:
        for options in ((), ('--require-pack',)):
            outcome = context.dragoman('annotate', *options, '-', stdin=TEXT, data=folder)
            expect(outcome, 3, "DRAGOMAN_DATA is '%s', but there is no folder %s/rules" % (folder, folder))
            check(outcome.errors().count('\n') == 1, 'it is told twice: %s', outcome.errors())


def test_none_at_all(context):
    with bench(context) as b:
        b.compile()
        before = b.annotate().out
        os.truncate(b.pack, 5000)
        for options in (('--no-pack',), ('--pack', b.pack, '--no-pack')):
            outcome = b.annotate(*options)
            expect(outcome, 0)
            check(outcome.out == before and not outcome.err, 'the pack was looked at: %s', outcome.errors())
        expect(b.annotate('--no-pack', '--require-pack'), 2, '--require-pack: --no-pack says the contrary')


def test_folders_of_ones_own(context):
    with bench(context) as b, tempfile.TemporaryDirectory() as mine:
        write('name\nKwame Nkrumah\n', mine, 'lists', 'president.csv')
        b.compile()
        own = ('--gazetteers', os.path.join(mine, 'lists'))
        b.expect_refused('it was made from', 'with the same --rules and --gazetteers makes one', options=own)
        b.compile('-o', b.path('mine.drg'), *own)
        b.expect_used('--pack', b.path('mine.drg'), *own)
        b.expect_refused('it was made from', options=('--pack', b.path('mine.drg')))


def test_a_service_that_has_the_pack_alone(context):
    with bench(context) as b, tempfile.TemporaryDirectory() as alone:
        b.compile()
        shutil.copy(b.pack, alone)
        expected = b.expect_used()
        check(b.expect_used(data=alone) == expected, 'it says something else')
        check(b.expect_used('--pack', os.path.join(alone, 'world.drg'), data='/no/such/folder') == expected, 'it says something else')
        expect(b.run('check', data=alone), 3, 'the pack in it serves `annotate` and `show` alone')
        with open(os.path.join(alone, 'world.drg'), 'r+b') as file:
            file.truncate(5000)
        expect(b.annotate(data=alone), 3, 'cut off', 'no rules and gazetteers')


# --- Packs that are wrong ----------------------------------------------------------------------------------------------------

def test_one_that_is_cut_off(context):
    with bench(context) as b:
        b.compile()
        os.truncate(b.pack, os.path.getsize(b.pack) - 1)
        b.expect_refused('world.drg: the pack is cut off')


def test_what_is_no_pack(context):
    with bench(context) as b:
        write('something else', b.pack)
        b.expect_refused('world.drg: is no pack')
        b.compile()
        b.expect_used()


def test_one_that_is_altered_where_it_begins(context):
    with bench(context) as b:
        b.compile()
        with open(b.pack, 'r+b') as file:
            file.seek(700)
            byte = file.read(1)
            file.seek(700)
            file.write(bytes([byte[0] ^ 1]))
        b.expect_refused('the pack is damaged at byte')


def test_one_that_is_altered_where_a_document_looks(context):
    """An error record in the document's place; exit status 3; and the byte is told."""
    with bench(context) as b:
        b.compile()
        size, at = os.path.getsize(b.pack), arrays_at(b.pack)
        with open(b.pack, 'r+b') as file:
            file.seek(at)
            file.write(b'\xff' * (size - at))
        outcome = b.annotate()
        expect(outcome, 3, 'is damaged at byte')
        check(os.path.getsize(b.pack) > at > 1000, 'there are no arrays')
        error = outcome.objects()[0]['error']
        check(error['code'] == 'damaged_pack', '%s', error)
        place = re.search(r'world\.drg is damaged at byte (\d+)', error['message'])
        check(place and at <= int(place[1]) < size, '%s', error)


def test_a_folder_that_must_not_be_written_into(context):
    with bench(context) as b:
        nobody = {'user': 65534} if os.geteuid() == 0 else {}
        os.chmod(b.folder, 0o555)
        outcome = b.run('compile', **nobody)
        os.chmod(b.folder, 0o755)
        expect(outcome, 1, 'world.drg', 'cannot be written: Permission denied')
        check(sorted(os.listdir(b.folder)) == ['gazetteers', 'rules'], 'something is left: %s', os.listdir(b.folder))


def test_what_is_no_place_for_a_pack(context):
    with bench(context) as b:
        expect(b.run('compile', '-o', '/dev/null'), 1, '/dev/null: ', 'is no file')
        expect(b.run('compile', 'x.drg'), 2, 'compile takes no file')


def test_a_text_is_not_lost_to_a_pack(context):
    with bench(context) as b:
        text = os.path.join(b.folder, 'notes.txt')
        write('Japan signed.', text)
        expect(b.run('compile', '-o', text), 2, 'notes.txt is there, and is no pack')
        with open(text, encoding='utf-8') as file:
            check(file.read() == 'Japan signed.', 'the text is lost')
        write('', text)
        expect(b.run('compile', '-o', text), 0)
        expect(b.run('compile', '-o', text), 0)
        write('Japan signed.', text)
        expect(b.run('compile', '--force', '-o', text), 0)


def damage(context, data, count):
    with tempfile.TemporaryDirectory() as folder:
        pack = os.path.join(folder, 'world.drg')
        expect(context.dragoman('compile', '-o', pack, data=data), 0)
        outcome = run([os.path.join(context.build, 'tests', 'pack_damage'), pack, str(count)], environment=context.environment,
                      timeout=36000)
        bad = [line for line in outcome.text().splitlines() if not line.startswith('ok ')]
        if outcome.status != 0 or bad or not outcome.out:
            raise Failed('\n'.join(bad) + '\n' + outcome.errors())


def test_damage_of_all_kinds(context):
    damage(context, context.small, 1000 if context.quick else 50000)


def test_damage_to_our_own(context):
    damage(context, context.root, 3 if context.quick else 1000 if context.full else 30)


# --- The same bytes ----------------------------------------------------------------------------------------------------------

def compare(context, pack, name, lines, *options):
    with tempfile.NamedTemporaryFile(suffix='.jsonl') as file:
        file.write(lines)
        file.flush()
        packed = context.dragoman('annotate', '--pack', pack, '--require-pack', *options, file.name)
        read = context.dragoman('annotate', '--no-pack', *options, file.name)
    expect(packed, read.status)
    if packed.out != read.out:
        raise Failed('%s: the pack says something else than the sources\n%s' % (name, difference(*(
            '\n'.join(json.dumps(json.loads(line), indent=1) for line in out.splitlines()) for out in (read.out, packed.out)))[:4000]))


def test_pack_and_sources_say_the_same(context):
    with tempfile.TemporaryDirectory() as folder:
        pack = os.path.join(folder, 'world.drg')
        expect(context.dragoman('compile', '-o', pack), 0)
        texts = properties.sample_texts(context) + properties.made_texts(40 if context.quick else 200)
        compare(context, pack, 'samples and made texts',
                b''.join(json.dumps({'id': str(i), 'text': t}).encode() + b'\n' for i, t in enumerate(texts)))
        compare(context, pack, 'another language', json.dumps({'id': 'fr', 'text': texts[0], 'language': 'fr'}).encode() + b'\n')
        for name, path in ({} if context.quick else shared.gold_sets()).items():
            with open(path, 'rb') as file:
                compare(context, pack, name, file.read())
