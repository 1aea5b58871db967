#!/usr/bin/env python3
"""Writes the fuzzer's first documents into a folder: the samples, and every text of the spec pages.

    seeds.py FOLDER
"""

import glob
import hashlib
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir))
import harness
import spec


def texts():
    for path in sorted(glob.glob(os.path.join(harness.ROOT, 'samples', '*.txt'))):
        with open(path, 'rb') as file:
            yield file.read()
    for page, path in spec.pages(harness.Context('.')):
        for block in spec.blocks(page, path):
            if block.kind in ('tokens', 'annotate') and '---' in block.lines:
                yield block.parts()[0].encode('utf-8')


def main():
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    for text in texts():
        with open(os.path.join(folder, hashlib.sha1(text).hexdigest()), 'wb') as file:
            file.write(b'\x04' + text)              # the first byte chooses options: here, a reference date


if __name__ == '__main__':
    main()
