#!/usr/bin/env python3
"""Makes fingerprint.h: a number of all sources of the library, by which a pack knows the build that made it.

    fingerprint.py FOLDER HEADER DEPENDENCIES

Writes which files it has read to DEPENDENCIES, as a compiler does, so that the build makes it anew when one of them changes.
"""

import hashlib
import os
import sys


def sources(folder):
    for at, folders, files in os.walk(folder):
        folders[:] = sorted(f for f in folders if f != 'cli')       # the program's own: no knowledge goes through it
        for name in sorted(files):
            if name.endswith(('.c', '.h')):
                yield os.path.join(at, name)


def main():
    folder, header, dependencies = sys.argv[1:]
    number, paths = hashlib.sha256(), list(sources(folder))
    for path in paths:
        with open(path, 'rb') as file:
            number.update(os.path.relpath(path, folder).encode() + b'\0' + file.read() + b'\0')
    with open(header, 'w', encoding='utf-8') as file:
        file.write('/* Made by extractor/pack/fingerprint.py. */\n#define DRG_FINGERPRINT "%s"\n' % number.hexdigest()[:12])
    with open(dependencies, 'w', encoding='utf-8') as file:
        file.write('%s: %s\n' % (header, ' '.join(p.replace(' ', '\\ ') for p in paths)))


if __name__ == '__main__':
    main()
