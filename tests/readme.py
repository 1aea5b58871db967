"""The C examples of README.md compile as they stand, and run. (Its other examples: spec.py.)

A ```c block is a whole program; the block behind it, if it is ```output, is what the program prints.
"""

import os
import shlex
import shutil
import subprocess
import tempfile

import spec
from harness import Case, Skip, check, difference, run

LIBRARIES = ('libpcre2-8', 'libutf8proc', 'libcjson')


def cases(context):
    path = context.path('README.md')
    if not os.path.exists(path):
        return
    blocks = list(spec.blocks('README.md', path))
    for block, following in zip(blocks, blocks[1:] + [None]):
        if block.kind == 'c':
            output = following.lines if following and following.kind == 'output' else None
            yield Case('readme/c:%d' % block.line, lambda block=block, output=output: compile_and_run(context, block, output))


def compile_and_run(context, block, output):
    if context.sanitized:
        raise Skip('the example is linked as a user would, without sanitizers')
    compiler = shlex.split(os.environ.get('CC', 'cc'))
    if not shutil.which(compiler[0]) or not shutil.which('pkg-config'):
        raise Skip('there is no %s or no pkg-config' % compiler[0])
    flags = shlex.split(subprocess.run(['pkg-config', '--cflags', '--libs', *LIBRARIES], stdout=subprocess.PIPE, check=True).stdout.decode())
    with tempfile.TemporaryDirectory() as folder:
        source, program = os.path.join(folder, 'example.c'), os.path.join(folder, 'example')
        with open(source, 'w', encoding='utf-8') as file:
            file.write('\n'.join(block.lines) + '\n')
        compiled = subprocess.run([*compiler, '-std=c17', '-Wall', '-Wextra', '-Werror', '-I', context.path('extractor', 'include'), source, '-o', program,
                                   os.path.join(context.build, 'extractor', 'libdragoman.a'), *flags, '-lstemmer', '-pthread', '-lm'],
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        check(compiled.returncode == 0, '%s', compiled.stdout.decode('utf-8', 'replace'))
        outcome = run([program], cwd=context.root, environment=context.environment)
    check(outcome.status == 0, 'exit status %d\n%s', outcome.status, outcome.errors())
    check(outcome.out, 'it prints nothing')
    if output is not None:
        check(outcome.text().splitlines() == output, '%s', difference('\n'.join(output), outcome.text()))
