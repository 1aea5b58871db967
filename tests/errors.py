"""Messages, exactly: tests/errors/NAME.rules (or a folder NAME/ with rules/ and gazetteers/) and NAME.expected. What cannot be
committed as a file (an empty folder, a device) is made by a function of MADE.

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
            yield Case('errors/' + name, lambda path=path, name=name: compare(context, folder, name, lambda scratch: check_knowledge(context, context.small, path, scratch)))
    for name, make in MADE.items():
        yield Case('errors/' + name, lambda name=name, make=make: compare(context, folder, name, lambda scratch: check_made(context, make, scratch)))


def compare(context, folder, name, run):
    with tempfile.TemporaryDirectory() as scratch:
        outcome = run(scratch)
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


# --- What cannot be committed ------------------------------------------------------------------------------------------------


def write(text, *parts):
    path = os.path.join(*parts)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w', encoding='utf-8') as file:
        file.write(text)
    return path


def no_folders(scratch):
    return ['--rules', scratch + '/nowhere', '--gazetteers', scratch + '/nowhere']


def empty_folders(scratch):
    for name in ('rules', 'gazetteers'):
        os.mkdir(os.path.join(scratch, name))
    return ['--rules', scratch + '/rules', '--gazetteers', scratch + '/gazetteers']


def files_for_folders(scratch):
    path = write('', scratch, 'rules')
    return ['--rules', path, '--gazetteers', path]


def no_files(scratch):
    """Links: to nothing, to a device; and a folder that is called as a file."""
    os.makedirs(os.path.join(scratch, 'rules', 'en'))
    os.symlink('nothing', os.path.join(scratch, 'rules', 'en', 'gone.rules'))
    os.symlink('/dev/null', os.path.join(scratch, 'rules', 'en', 'null.rules'))
    os.makedirs(os.path.join(scratch, 'gazetteers', 'city', 'entries.tsv'))
    return ['--rules', scratch + '/rules', '--gazetteers', scratch + '/gazetteers']


def large_file(scratch):
    os.truncate(write('', scratch, 'rules', 'en', 'large.rules'), (4 << 20) + 1)
    return ['--rules', scratch + '/rules']


def knowledge_without_labels(scratch):
    os.mkdir(os.path.join(scratch, 'rules'))
    return None


MADE = {'made-no-folders': no_folders, 'made-empty-folders': empty_folders, 'made-files-for-folders': files_for_folders,
        'made-no-files': no_files, 'made-large-file': large_file, 'made-knowledge-without-labels': knowledge_without_labels}


def check_made(context, make, scratch):
    """`make` returns the options of check over the small knowledge; None: it has made knowledge that stands by itself."""
    options = make(scratch)
    return context.dragoman('check', *options or (), data=context.small if options else scratch)
