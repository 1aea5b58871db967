"""Every kind of message has a case: what the sources can say is held against what tests/errors/*.expected say.

The calls that make messages are read from the C sources: drg_error, drg_warn, and the few functions of ours that hand a text
on to them (CALLS). The format of each has to fit a message of an .expected file, and its code has to stand in
tests/errors/codes.txt: editors rely on codes, so one that is gone or new is to be seen in a commit. `./dev test --update
messages` writes that file anew.
"""

import glob
import os
import re

from harness import Case, check

# Which argument is the code and which the format; and what the message is made of around that (by default, nothing else).
CALLS = {
    'drg_error': (2, 4, '%s'), 'drg_warn': (2, 4, '%s'),
    'FLAW': (2, 4, '%s'),
    'span_misplaced': (None, 3, '%s'),
    'wrong': (None, 2, '%s'),
    'wrong_header': (2, 4, "%s '%%s'"),
    'wrong_cell': (None, 3, "'%%s' is no %s"),
    'missing': (None, 1, 'expected %s'),
    'read_words': (None, 1, 'expected %s'),
    'unterminated': (None, 2, '%s that does not end on its line'),
}
PASSED_ON = ('%s', "%s '%.*s'", "'%.*s' is no %s", 'expected %s', '%s that does not end on its line')  # within those


def cases(context):
    yield Case('messages/each-has-a-case', lambda: check_formats(context))
    yield Case('messages/each-says-what-to-do', lambda: check_hints(context))
    yield Case('messages/codes-stay', lambda: check_codes(context))


def arguments(text, at):
    """The arguments of the call whose opening bracket is before `at`."""
    found, depth, begin = [], 1, at
    while depth:
        c = text[at]
        if c in '"\'':
            close = at + 1
            while text[close] != c:
                close += 2 if text[close] == '\\' else 1
            at = close
        elif c in '([{':
            depth += 1
        elif c in ')]}':
            depth -= 1
        if depth == 0 or (depth == 1 and c == ','):
            found.append(' '.join(text[begin:at].split()))
            begin = at + 1
        at += 1
    return found


def strings(argument):
    """The string literals of an argument, those side by side as one: of `a ? "x" : "y"` two."""
    pieces = re.findall(r'"(?:[^"\\]|\\.)*"(?:\s*"(?:[^"\\]|\\.)*")*', argument)
    joined = [''.join(re.findall(r'"((?:[^"\\]|\\.)*)"', piece)) for piece in pieces]
    return [re.sub(r'\\(.)', r'\1', piece) for piece in joined]


def calls(context):
    """(place, code or None, format) of each call in the library and the program."""
    for path in sorted(glob.glob(context.path('extractor', '**', '*.c'), recursive=True)):
        with open(path, encoding='utf-8') as file:
            text = file.read()
        for match in re.finditer(r'^[^\n]*?(?<!\w)(%s)\(' % '|'.join(CALLS), text, re.MULTILINE):
            if re.match(r'(static|void|#define|__attribute__)', match[0]):
                continue  # it is defined or declared here
            code_at, format_at, around = CALLS[match[1]]
            given = arguments(text, match.end())
            place = '%s:%d' % (os.path.relpath(path, context.root), text.count('\n', 0, match.end()) + 1)
            if len(given) <= format_at:
                continue
            for words in strings(given[format_at]):
                if words not in PASSED_ON or match[1] not in ('drg_error', 'drg_warn'):
                    code = strings(given[code_at])[0] if code_at is not None and strings(given[code_at]) else None
                    yield place, code, around % words


def pattern_of(format_):
    """An expression for the messages that a format makes."""
    pieces = re.split(r'(%[0-9]*(?:\.\*)?(?:zu|[a-zA-Z]))', format_.replace('%%', '%'))
    return re.compile(''.join('.+' if i % 2 else re.escape(piece) for i, piece in enumerate(pieces)))


def expected_messages(context):
    found = set()
    for path in glob.glob(context.path('tests', 'errors', '*.expected')):
        with open(path, encoding='utf-8') as file:
            for line in file:
                message = re.match(r'(?:\S.*?: )?(?:error|warning): (.*)', line)
                if message:
                    found.update((message[1], re.sub(r' \(.*\)$', '', message[1])))  # a hint without a caret
    return found


def check_formats(context):
    messages, missing = expected_messages(context), []
    made = list(calls(context))
    check(len(made) > 150, 'only %d calls were found: has drg_error another name now?', len(made))
    for place, _, format_ in made:
        pattern = pattern_of(format_)
        if not any(pattern.fullmatch(message) for message in messages):
            missing.append('%s: no case in tests/errors/ shows "%s"' % (place, format_))
    check(not missing, '%s', '\n'.join(missing))


def check_hints(context):
    wrong = []
    for name in glob.glob(context.path('extractor', '**', '*.c'), recursive=True):
        with open(name, encoding='utf-8') as file:
            text = file.read()
        for match in re.finditer(r'(?<!\w)(?:drg_error|drg_warn|FLAW|wrong_header)\(', text):
            given = arguments(text, match.end())
            if len(given) > 3 and 'NULL' in given[3]:
                wrong.append('%s: %s' % (os.path.relpath(name, context.root), ' '.join(given[2:])))
    check(not wrong, '%s', '\n'.join(wrong))


def check_codes(context):
    path = context.path('tests', 'errors', 'codes.txt')
    codes = set()
    for name in glob.glob(context.path('extractor', '**', '*.c'), recursive=True):
        with open(name, encoding='utf-8') as file:
            text = file.read()
        for match in re.finditer(r'(?<!\w)(?:drg_error|drg_warn|FLAW|wrong_header)\(', text):
            given = arguments(text, match.end())
            codes.update(strings(given[2]) if len(given) > 2 else ())
    if context.update:
        with open(path, 'w', encoding='utf-8') as file:
            file.write(''.join(code + '\n' for code in sorted(codes)))
        return
    with open(path, encoding='utf-8') as file:
        known = set(file.read().split())
    check(codes == known, 'codes.txt is not what the sources say: gone %s, new %s', sorted(known - codes), sorted(codes - known))
    odd = [code for code in codes if not re.fullmatch(r'[a-z0-9]+(-[a-z0-9]+)*', code)]
    check(not odd, 'codes are words of small letters with hyphens: %s', odd)
