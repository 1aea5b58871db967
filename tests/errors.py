"""Messages, exactly: tests/errors/NAME.rules (or a folder NAME/ with rules/ and gazetteers/) and NAME.expected.

NAME.expected holds all that `dragoman check` writes to standard error, and `exit status N` in its last line. The rules are
checked beside tests/knowledge/, a small body of knowledge that does not change when the project's does. Paths are told
from tests/errors/. `./dev test --update errors` writes the expected files anew: read the difference before you commit it.
"""

import glob
import os
import shutil
import tempfile

from harness import Case, Failed, check, difference


def cases(context):
    folder = context.path('tests', 'errors')
    for path in sorted(glob.glob(os.path.join(folder, '*'))):
        name, extension = os.path.splitext(os.path.basename(path))
        if extension == '.rules' or os.path.isdir(path):
            yield Case('errors/' + name, lambda path=path, name=name: compare(context, folder, path, name))


def compare(context, folder, path, name):
    with tempfile.TemporaryDirectory() as scratch:
        outcome = check_knowledge(context, context.small, path, scratch)
        got = outcome.errors().replace(scratch + '/', '').replace(folder + '/', '') + 'exit status %d\n' % outcome.status
    expected_path = os.path.join(folder, name + '.expected')
    if context.update:
        with open(expected_path, 'w', encoding='utf-8') as file:
            file.write(got)
        return
    if not os.path.exists(expected_path):
        raise Failed('%s is missing; `./dev test --update errors/%s` writes it:\n%s' % (expected_path, name, got))
    with open(expected_path, encoding='utf-8') as file:
        expected = file.read()
    check(got == expected, '%s', difference(expected, got))


def check_knowledge(context, base, path, scratch, *more):
    """Runs `check` on one rule file, put into a folder of its own, or on a folder of rules and gazetteers."""
    if os.path.isdir(path):
        options = []
        for kind in ('rules', 'gazetteers'):
            if os.path.isdir(os.path.join(path, kind)):
                options += ['--' + kind, os.path.join(path, kind)]
        return context.dragoman('check', *more, *options, data=base)
    os.mkdir(os.path.join(scratch, 'en'))
    shutil.copy(path, os.path.join(scratch, 'en', os.path.basename(path)))
    outcome = context.dragoman('check', *more, '--rules', scratch, data=base)
    outcome.err = outcome.err.replace((scratch + '/en/').encode(), b'')
    return outcome
