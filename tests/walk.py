"""CONTRIBUTING.md says the truth: its console blocks run from top to bottom, in one checkout, and print what the page shows.

The checkout is a copy in a folder of its own (rules, gazetteers, samples, what ./dev score needs), under git; its build is this one.
How a block is written, and what `...` stands for, spec.py tells.
"""

import os
import shutil
import subprocess
import tempfile

import spec
from harness import Case, Failed, Skip, check

COPIED = ('dev', 'tests/measure', 'tests/gold')


def cases(context):
    if os.path.exists(context.path('CONTRIBUTING.md')):
        yield Case('walk', lambda: walk(context))


def walk(context):
    if context.sanitized:
        raise Skip('it runs ./dev, which would build without sanitizers; the commands it uses are tested by themselves')
    if not shutil.which('git'):
        raise Skip('there is no git')
    blocks = [b for b in spec.blocks('CONTRIBUTING.md', context.path('CONTRIBUTING.md')) if b.kind == 'console']
    check(blocks, 'CONTRIBUTING.md has no console block')
    with tempfile.TemporaryDirectory() as folder:
        checkout = os.path.join(folder, 'dragoman')
        environment = prepare(context, checkout)
        for block in blocks:
            try:
                spec.run_commands(block, checkout, environment)
            except Failed as problem:
                raise Failed('CONTRIBUTING.md:%d: %s' % (block.line, problem)) from None


def prepare(context, checkout):
    """Makes the checkout; returns the environment of its commands."""
    os.mkdir(checkout)
    spec.console_folder(context, checkout)
    for name in COPIED:
        to = os.path.join(checkout, name)
        if os.path.isdir(context.path(name)):
            shutil.copytree(context.path(name), to, ignore=shutil.ignore_patterns('__pycache__'))
        else:
            shutil.copy(context.path(name), to)
    with open(os.path.join(checkout, '.gitignore'), 'w', encoding='utf-8') as file:
        file.write('build\n')
    environment = {k: v for k, v in context.environment.items() if not k.startswith('GIT_') and k != 'DRAGOMAN_SHARED'}
    environment.update(DRAGOMAN_DATA=checkout, DRAGOMAN_BUILD=context.build, HOME=os.path.dirname(checkout), GIT_CONFIG_NOSYSTEM='1')
    for who in ('AUTHOR', 'COMMITTER'):
        environment.update({'GIT_%s_NAME' % who: 'A Newcomer', 'GIT_%s_EMAIL' % who: 'newcomer@example.org'})
    for command in ('git init -q', 'git add .', 'git commit -qm Begin'):
        done = subprocess.run(command.split(), cwd=checkout, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        check(done.returncode == 0, '%s: %s', command, done.stdout.decode('utf-8', 'replace'))
    return environment
