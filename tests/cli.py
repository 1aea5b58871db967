"""The program's manners: exit statuses, and every bad input with a clear message while the other documents still come out.

Exit status 0: fine; 1: some document failed; 2: usage; 3: knowledge is wrong.
"""

import contextlib
import json
import os
import select
import shutil
import subprocess
import tempfile

from harness import Case, Skip, check, run, show

GOOD = b'{"id":"good","text":"Japan signed it."}\n'


def cases(context):
    small = context.over(context.small)
    for name, test in sorted(globals().items()):
        if name.startswith('test_'):
            yield Case('cli/' + name[len('test_'):].replace('_', '-'), lambda test=test: test(small))


@contextlib.contextmanager
def folder_of(**files):
    """A folder with these files; a name's __ is a dot. Beside them stands good.txt."""
    with tempfile.TemporaryDirectory() as folder:
        for name, data in dict(files, good__txt=b'Japan signed it.').items():
            with open(os.path.join(folder, name.replace('__', '.')), 'wb') as file:
                file.write(data)
        yield folder


def expect(outcome, status, *told):
    """The exit status, and words that standard error has to hold."""
    check(outcome.status == status, 'exit status %d, not %d\nstderr: %s\nstdout: %s', outcome.status, status,
          show(outcome.errors()), show(outcome.out))
    for word in told:
        check(word.lower() in outcome.errors().lower(), 'the message does not say %r: %s', word, show(outcome.errors()))


def expect_good(objects, where=-1):
    """A good document of the same run came out whole."""
    check([e['text'] for e in objects[where].get('entities', [])] == ['Japan'], 'the good document is not right: %s', objects)


def expect_error(record, id_, *told):
    check('error' in record and 'entities' not in record, 'no error record: %s', record)
    check(record.get('schema') == 'dragoman/1', 'an error record without its schema: %s', record)
    check(record.get('id') == id_, 'the error record is of %r, not of %r', record.get('id'), id_)
    for word in told:
        check(word.lower() in record['error']['message'].lower(), 'the message does not say %r: %s', word, record['error'])


def lines(context, data, *options, **rest):
    return context.dragoman('annotate', '--jsonl', *options, '-', stdin=data, **rest)


# --- What is fine --------------------------------------------------------------------------------------------------------

def test_help(context):
    outcome = context.dragoman('--help')
    expect(outcome, 0)
    for word in ('annotate', 'check', 'why', 'dragoman annotate '):
        check(word in outcome.text(), '--help does not show %r', word)
    for command in ('annotate', 'show', 'check', 'why', 'try', 'diff'):
        expect(context.dragoman(command, '--help'), 0)


def test_version(context):
    outcome = context.dragoman('--version')
    expect(outcome, 0)
    check('0.1.0' in outcome.text(), '%s', outcome.text())


def test_several_files_are_a_line_each_in_order(context):
    with folder_of(b__txt=b'France', a__txt=b'Japan') as folder:
        outcome = context.dragoman('annotate', *(os.path.join(folder, n) for n in ('b.txt', 'a.txt', 'good.txt')))
    expect(outcome, 0)
    found = outcome.objects()
    check([d['entities'][0]['text'] for d in found] == ['France', 'Japan', 'Japan'], '%s', found)
    check([os.path.basename(d['id']) for d in found] == ['b.txt', 'a.txt', 'good.txt'], '%s', [d['id'] for d in found])


def test_folder_is_all_its_documents(context):
    with folder_of(b__txt=b'France', a__jsonl=GOOD) as folder:
        outcome = context.dragoman('annotate', folder)
    expect(outcome, 0)
    check(len(outcome.objects()) == 3, '%s', outcome.text())


def test_pretty_and_compact(context):
    with folder_of() as folder:
        path = os.path.join(folder, 'good.txt')
        pretty, compact = (context.dragoman('annotate', option, path) for option in ('--pretty', '--compact'))
        plain = context.dragoman('annotate', path)
    check(json.loads(pretty.out) == json.loads(compact.out), 'pretty and compact say different things')
    check(pretty.out.count(b'\n') > 5 and compact.out.count(b'\n') == 1, 'pretty has lines, compact has one')
    check(plain.out == compact.out, 'into a pipe, compact is the rule')


def test_text_option_gives_the_text(context):
    check(lines(context, GOOD, '--text').objects()[0].get('text') == 'Japan signed it.', 'no text')
    check('text' not in lines(context, GOOD).objects()[0], 'text without --text')


def test_date_option_is_the_reference_date(context):
    found = lines(context, b'{"id":"a","text":"They met today."}\n{"id":"b","text":"They met today.","reference_date":"2020-02-29"}\n',
                  '--date', '2024-06-20').objects()
    check([d.get('reference_date') for d in found] == ['2024-06-20', '2020-02-29'], '%s', found)
    check([[e['value'] for e in d['entities'] if e['label'] == 'Date'] for d in found] == [['2024-06-20'], ['2020-02-29']], '%s', found)


def test_language_without_rules_is_told(context):
    for language, told in (('xx', True), ('en', False), ('en-GB', False)):
        outcome = context.dragoman('annotate', '--language', language, '-', stdin=b'Japan')
        expect(outcome, 0)
        check(("no rules for the language '%s'" % language in outcome.errors()) == told, '%s: %s', language, outcome.errors())
        check('"Country"' in outcome.text(), '%s', outcome.text())


def test_other_keys_pass_through(context):
    found = lines(context, b'{"id":"a","text":"Japan","source":{"desk":7},"tags":["x",null]}\n').objects()[0]
    check(found.get('source') == {'desk': 7} and found.get('tags') == ['x', None], '%s', found)


def test_empty_lines_of_a_stream_are_passed_over(context):
    outcome = lines(context, b'\n' + GOOD + b'\n')
    expect(outcome, 0)
    check(len(outcome.objects()) == 1, '%s', outcome.text())


def test_document_without_an_id(context):
    outcome = lines(context, b'{"text":"Japan"}\n{"text":"France"}\n')
    expect(outcome, 0)
    check(len({json.dumps(d.get('id')) for d in outcome.objects()}) == 2, 'two documents have one id: %s', outcome.text())


def test_values_that_begin_as_null_does(context):
    outcome = lines(context, b'{"id":"news","text":"new Japan","language":"nl"}\n{"id":null,"text":"null","language":null}\n')
    expect(outcome, 0)
    first, second = outcome.objects()
    check((first['id'], first['language']) == ('news', 'nl'), '%s', outcome.text())
    check((second['id'], second['language']) == ('-:2', 'en'), '%s', outcome.text())


def test_check_and_why(context):
    expect(context.dragoman('check'), 0)
    with folder_of() as folder:
        path = os.path.join(folder, 'good.txt')
        outcome = context.dragoman('why', path)
        expect(outcome, 0)
        check('Japan' in outcome.text() and 'country' in outcome.text().lower(), '%s', outcome.text())
        expect(context.dragoman('why', path + ':2'), 0)
    outcome = context.dragoman('why', '-:2', stdin=b'Japan')
    expect(outcome, 0)
    check('-:0-5  Country' in outcome.text(), '%s', outcome.text())


def test_check_can_take_warnings_as_errors(context):
    with folder_of() as folder:
        os.makedirs(os.path.join(folder, 'g', 'city'))
        with open(os.path.join(folder, 'g', 'city', 'entries.tsv'), 'w', encoding='utf-8'):
            pass  # an empty table is a warning
        options = ('check', '--gazetteers', os.path.join(folder, 'g'))
        outcome = context.dragoman(*options, data=context.small)
        expect(outcome, 0)
        check('warning: ' in outcome.errors(), '%s', outcome.errors())
        expect(context.dragoman(*options, '--warnings-as-errors', data=context.small), 3)
        expect(context.dragoman('check', '--warnings-as-errors', data=context.small), 0)


def test_knowledge_is_found_from_the_build_folder(context):
    """Without DRAGOMAN_DATA: beside the executable, or in its parent folder."""
    environment = {k: v for k, v in context.environment.items() if k != 'DRAGOMAN_DATA'}
    with folder_of() as folder:
        shutil.copytree(os.path.join(context.small, 'rules'), os.path.join(folder, 'rules'))
        shutil.copytree(os.path.join(context.small, 'gazetteers'), os.path.join(folder, 'gazetteers'))
        os.mkdir(os.path.join(folder, 'build'))
        for place in ('dragoman', 'build/dragoman'):
            program = os.path.join(folder, place)
            shutil.copy(context.program, program)
            outcome = run([program, 'annotate', '--jsonl', '-'], stdin=GOOD, environment=environment)
            expect(outcome, 0)
            expect_good(outcome.objects())


# --- Files that are not what they should be ------------------------------------------------------------------------------------

def test_missing_file(context):
    with folder_of() as folder:
        outcome = context.dragoman('annotate', os.path.join(folder, 'nowhere.txt'), os.path.join(folder, 'good.txt'))
    expect(outcome, 1, 'nowhere.txt')
    expect_good(outcome.objects())


def test_unreadable_file(context):
    with folder_of(shut__txt=b'x') as folder:
        os.chmod(folder, 0o755)
        os.chmod(os.path.join(folder, 'shut.txt'), 0)
        nobody = 65534 if os.geteuid() == 0 else None            # root reads every file
        try:
            outcome = context.dragoman('annotate', os.path.join(folder, 'shut.txt'), os.path.join(folder, 'good.txt'), user=nobody)
        except PermissionError:
            raise Skip('the build folder is for root alone') from None
        check(outcome.status != 3, 'the knowledge is for root alone: %s', outcome.errors())
    expect(outcome, 1, 'shut.txt')
    expect_good(outcome.objects())


def test_empty_folder(context):
    with folder_of() as folder:
        os.mkdir(os.path.join(folder, 'hollow'))
        outcome = context.dragoman('annotate', os.path.join(folder, 'hollow'), os.path.join(folder, 'good.txt'))
    expect(outcome, 0, 'hollow: there is no *.txt')
    expect_good(outcome.objects())


def test_folder_given_as_a_file(context):
    """`why` explains one file, and a folder is none."""
    with folder_of() as folder:
        outcome = context.dragoman('why', folder)
    expect(outcome, 1, 'is a folder')


def test_all_bad_files_in_one_run(context):
    """Each costs itself: what is good, before, between and behind, comes out."""
    names = ('good.txt', 'nowhere.txt', 'hollow', 'wrong.txt', 'empty.txt', 'nul.txt', 'large.txt', 'bad.jsonl', 'last.txt')
    with folder_of(wrong__txt=b'Japan \xff', empty__txt=b'', nul__txt=b'Japan\0', bad__jsonl=b'{"text":\n' + GOOD, last__txt=b'Japan') as folder:
        os.mkdir(os.path.join(folder, 'hollow'))
        with open(os.path.join(folder, 'large.txt'), 'wb') as file:
            file.truncate(1 << 30)
        outcome = context.dragoman('annotate', *(os.path.join(folder, name) for name in names))
    expect(outcome, 1, 'nowhere.txt: error: cannot be opened', 'hollow: there is no', 'large.txt: error: is too large', 'bad.jsonl:1:9: error:',
           '3 of 9 documents failed')
    found = outcome.objects()
    check(['error' in d for d in found] == [False, True, False, False, False, True, True, False, False], '%s', outcome.text())
    check([len(d['entities']) for d in found if 'error' not in d] == [1, 1, 0, 1, 1, 1], '%s', outcome.text())


def test_pipe_and_loop_in_a_folder_are_passed_over(context):
    with folder_of() as folder:
        os.mkfifo(os.path.join(folder, 'pipe.txt'))
        os.symlink('.', os.path.join(folder, 'round.txt'))
        outcome = context.dragoman('annotate', folder, timeout=20)
    expect(outcome, 0, 'pipe.txt', 'round.txt')
    check(len(outcome.objects()) == 1, '%s', outcome.text())
    expect_good(outcome.objects())


def test_wrong_utf_8_is_a_warning(context):
    with folder_of(wrong__txt=b'Japan \xff\xfe and \xe2\x82 France') as folder:
        outcome = context.dragoman('annotate', os.path.join(folder, 'wrong.txt'))
    expect(outcome, 0)
    document = outcome.objects()[0]
    check([e['text'] for e in document['entities']] == ['Japan', 'France'], '%s', document)
    check(document.get('warnings'), 'no count under warnings: %s', document)


def test_empty_file(context):
    with folder_of(empty__txt=b'') as folder:
        outcome = context.dragoman('annotate', os.path.join(folder, 'empty.txt'))
    expect(outcome, 0)
    check(outcome.objects()[0]['entities'] == [], '%s', outcome.text())


def test_nul_byte(context):
    with folder_of(nul__txt=b'Japan\0 and \0France') as folder:
        outcome = context.dragoman('annotate', os.path.join(folder, 'nul.txt'))
    expect(outcome, 0)
    document = outcome.objects()[0]
    check([(e['text'], e['start']) for e in document['entities']] == [('Japan', 0), ('France', 12)], '%s', document)
    check(document.get('warnings'), 'no count under warnings: %s', document)


def test_byte_order_mark(context):
    with folder_of(bom__txt=b'\xef\xbb\xbfJapan signed it.') as folder:
        outcome = context.dragoman('annotate', os.path.join(folder, 'bom.txt'))
    expect(outcome, 0)
    document = outcome.objects()[0]
    check([(e['text'], e['start']) for e in document['entities']] == [('Japan', 1)], '%s', document)


def test_file_of_a_gigabyte(context):
    """Sparse: it takes no room on the disk, and is not read whole."""
    with folder_of() as folder:
        large = os.path.join(folder, 'large.txt')
        with open(large, 'wb') as file:
            file.truncate(1 << 30)
        outcome = context.dragoman('annotate', large, os.path.join(folder, 'good.txt'))
    expect(outcome, 1)
    expect_error(outcome.objects()[0], outcome.objects()[0]['id'], 'large')
    expect_good(outcome.objects())
    check(context.sanitized or outcome.peak_bytes < (700 << 20), 'it took %d MB of memory', outcome.peak_bytes >> 20)


def test_max_document(context):
    outcome = lines(context, b'{"id":"long","text":"%s"}\n' % (b'x' * 3000) + GOOD, '--max-document', '1000')
    expect(outcome, 1)
    expect_error(outcome.objects()[0], 'long')
    expect_good(outcome.objects())


# --- Usage ------------------------------------------------------------------------------------------------------------------

def test_unknown_option(context):
    expect(context.dragoman('annotate', '--frobnicate', '-'), 2, '--frobnicate')
    expect(context.dragoman('--frobnicate'), 2, '--frobnicate')


def test_unknown_command(context):
    expect(context.dragoman('anotate'), 2, 'anotate')


def test_option_without_its_value(context):
    expect(context.dragoman('annotate', '-', '--offsets'), 2, '--offsets')


def test_wrong_option_values(context):
    for option, value in (('--offsets', 'miles'), ('--date', '2024-02-30'), ('--date', 'tomorrow'), ('--date', '0000-01-01'), ('--max-document', 'lots')):
        expect(context.dragoman('annotate', option, value, '-', stdin=b'Japan'), 2, option, value)


# --- JSON Lines ----------------------------------------------------------------------------------------------------------------

# Each: the bad line, the id that its error record has, words of the message.
BAD_LINES = {
    'malformed': (b'{"id":"bad","text":', None, ()),
    'not_an_object': (b'["Japan"]', None, ('object',)),
    'a_number': (b'7', None, ('object',)),
    'rubbish_behind': (b'{"id":"bad","text":"Japan"} x', None, ()),
    'without_text': (b'{"id":"bad"}', 'bad', ('text',)),
    'text_is_no_string': (b'{"id":"bad","text":17}', 'bad', ('text', 'string')),
    'text_is_null': (b'{"id":"bad","text":null}', 'bad', ('text', 'string')),
    'lone_surrogate': (b'{"id":"bad","text":"\\ud800 Japan"}', None, ()),
    'number_that_begins_with_0': (b'{"id":"bad","text":"Japan","n":01}', 'bad', ()),
    'tab_in_a_string': (b'{"id":"bad","text":"Japan\tsigned"}', 'bad', ()),
    'escape_without_digits': (b'{"id":"bad","text":"Japan\\uZZZZ"}', 'bad', ()),
    'key_for_the_second_time': (b'{"id":"bad","text":"Japan","text":"France"}', 'bad', ('text',)),
    'id_is_a_number': (b'{"id":7,"text":"Japan"}', None, ('id', 'string')),
    'wrong_reference_date': (b'{"id":"bad","text":"Japan","reference_date":"20 June 2024"}', 'bad', ('reference_date',)),
    'reference_date_of_a_common_year': (b'{"id":"bad","text":"Japan","reference_date":"2023-02-29"}', 'bad', ('reference_date',)),
    'reference_date_in_the_year_0': (b'{"id":"bad","text":"Japan","reference_date":"0000-01-01"}', 'bad', ('reference_date',)),
    'reference_date_is_a_number': (b'{"id":"bad","text":"Japan","reference_date":2024}', 'bad', ('reference_date',)),
    'nested_too_deep': (b'{"id":"bad","text":"Japan","x":' + b'[' * 100000 + b']' * 100000 + b'}', None, ()),
}


def check_bad_line(context, bad, id_, told):
    outcome = lines(context, GOOD.replace(b'good', b'first') + bad + b'\n' + GOOD)
    expect(outcome, 1)
    objects = outcome.objects()
    check(len(objects) == 3, '%d records, not 3: %s', len(objects), outcome.text())
    expect_good(objects, 0)
    expect_error(objects[1], id_ if id_ is not None else objects[1].get('id'), *told)
    check(objects[1]['error'].get('line') == 2, 'the error is in line 2: %s', objects[1])
    expect_good(objects, 2)


for _name, _row in BAD_LINES.items():
    globals()['test_line_' + _name] = lambda context, row=_row: check_bad_line(context, *row)


def test_same_id_twice(context):
    outcome = lines(context, GOOD + GOOD + GOOD.replace(b'good', b'other'))
    expect(outcome, 1)
    objects = outcome.objects()
    check(len(objects) == 3, '%s', outcome.text())
    expect_good(objects, 0)
    expect_error(objects[1], 'good')
    expect_good(objects, 2)


def test_wrong_utf_8_in_a_line(context):
    outcome = lines(context, b'{"id":"w","text":"Japan \xff"}\n' + GOOD)
    expect(outcome, 0)
    check(len(outcome.objects()) == 2, '%s', outcome.text())
    check(outcome.objects()[0].get('warnings') == {'invalid_utf8': 1}, 'no count under warnings: %s', outcome.text())
    expect_good(outcome.objects())


def test_escaped_pair_of_surrogates(context):
    outcome = lines(context, b'{"id":"p","text":"\\ud83c\\uddeb\\ud83c\\uddf7 Japan"}\n')
    expect(outcome, 0)
    entity = outcome.objects()[0]['entities'][0]
    check((entity['start'], entity['end']) == (3, 8), '%s', entity)


def test_nul_and_large_numbers_are_not_lost(context):
    outcome = lines(context, b'{"id":"n","text":"Japan \\u0000 France","n":12345678901234567890}\n', '--text')
    expect(outcome, 0)
    check(b'"n":12345678901234567890' in outcome.out, '%s', outcome.text())
    document = outcome.objects()[0]
    check(document['text'] == 'Japan \0 France', '%s', document['text'])
    check([e['text'] for e in document['entities']] == ['Japan', 'France'], '%s', document)


# --- Knowledge ------------------------------------------------------------------------------------------------------------------

def test_empty_rules_folder(context):
    with folder_of() as folder:
        os.mkdir(os.path.join(folder, 'hollow'))
        outcome = context.dragoman('annotate', '--rules', os.path.join(folder, 'hollow'), os.path.join(folder, 'good.txt'))
    expect(outcome, 3, 'hollow')


def test_missing_rules_folder(context):
    expect(lines(context, GOOD, '--rules', '/nonexistent/rules'), 3, '/nonexistent/rules')


def test_missing_knowledge(context):
    with tempfile.TemporaryDirectory() as folder:
        expect(lines(context.over(folder), GOOD), 3)


def test_wrong_rules_are_told_before_any_document(context):
    with folder_of() as folder:
        os.makedirs(os.path.join(folder, 'r', 'en'))
        with open(os.path.join(folder, 'r', 'en', 'wrong.rules'), 'w', encoding='utf-8') as file:
            file.write('language en\nstage entities\nrule a/b : Country\n  match [ @nolist ]\n')
        outcome = lines(context, GOOD, '--rules', os.path.join(folder, 'r'))
    expect(outcome, 3, 'wrong.rules:4:', '@nolist')
    check(not outcome.out, 'something was annotated with half the rules: %s', outcome.text())


def test_name_of_a_hundred_thousand_words(context):
    with folder_of() as folder:
        os.makedirs(os.path.join(folder, 'g', 'country'))
        with open(os.path.join(folder, 'g', 'country', 'names.en.tsv'), 'w', encoding='utf-8') as file:
            file.write('id\tname\nJPN\t%s\n' % ' '.join(['Land'] * 100000))
        outcome = context.dragoman('check', '--gazetteers', os.path.join(folder, 'g'))
    expect(outcome, 3, 'names.en.tsv:2:')
    check(len(outcome.err) < 4000, 'the message quotes the whole name: %d bytes', len(outcome.err))


def test_user_rules_and_gazetteers_extend(context):
    with folder_of() as folder:
        os.makedirs(os.path.join(folder, 'g', 'country'))
        with open(os.path.join(folder, 'g', 'country', 'entries.tsv'), 'w', encoding='utf-8') as file:
            file.write('# label Country\nid\talpha2\nXRU\tXR\n')
        with open(os.path.join(folder, 'g', 'country', 'names.en.tsv'), 'w', encoding='utf-8') as file:
            file.write('id\tname\tform\nXRU\tRuritania\tname\n')
        outcome = lines(context, b'{"id":"a","text":"Ruritania and Japan"}\n', '--gazetteers', os.path.join(folder, 'g'))
    expect(outcome, 0)
    check([(e['text'], e['value']) for e in outcome.objects()[0]['entities']] == [('Ruritania', 'XRU'), ('Japan', 'JPN')], '%s', outcome.text())


# --- Where the output cannot go -----------------------------------------------------------------------------------------------------

def test_full_disk(context):
    """Each command that writes to standard output tells that it could not, and by its status, too."""
    if not os.path.exists('/dev/full'):
        raise Skip('there is no /dev/full')
    for arguments in (['annotate', '--jsonl', '-'], ['show', '--jsonl', '-'], ['show', '--html', '--jsonl', '-'], ['why', '-'], ['why', '-:0'],
                      ['try', 'Cap', '--jsonl', '-'], ['diff', context.root, context.root, '--jsonl', '-'], ['check'], ['check', '--json']):
        with open('/dev/full', 'wb') as full:
            process = subprocess.run([context.program, *arguments], input=GOOD, stdout=full, stderr=subprocess.PIPE,
                                     env=context.environment, check=False, timeout=60)
        check(process.returncode == 1, '%s: exit status %d', arguments, process.returncode)
        check(b'cannot write to standard output: ' in process.stderr, '%s: no clear message: %s', arguments, process.stderr.decode())


def test_closed_pipe(context):
    """`dragoman annotate … | head -1`: no message, no crash; the signal, or status 1."""
    reader, writer = os.pipe()
    os.close(reader)
    many = b''.join(b'{"id":"%d","text":"Japan"}\n' % i for i in range(5000))
    process = subprocess.run([context.program, 'annotate', '--jsonl', '-'], input=many, stdout=writer, stderr=subprocess.PIPE,
                             env=context.environment, check=False, timeout=60)
    os.close(writer)
    check(process.returncode in (1, -13), 'exit status %d: %s', process.returncode, process.stderr.decode())


def test_first_lines_come_out_before_the_last_go_in(context):
    """A stream is a stream: a document is written when it is done."""
    with subprocess.Popen([context.program, 'annotate', '--jsonl', '-'], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=context.environment) as process:
        process.stdin.write(GOOD)
        process.stdin.flush()
        ready, _, _ = select.select([process.stdout], [], [], 30)
        check(ready, 'nothing came out within 30 seconds')
        process.stdout.readline()
        process.stdin.close()
        check(process.wait(30) == 0, 'exit status %d', process.returncode)
