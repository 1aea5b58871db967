#!/bin/sh
# install.sh PROGRAM FOLDER: `meson install` makes the pack of what it has installed, in FOLDER below the prefix. Made there and
# then, it knows the times of those files, so that it is found fresh without reading them.
set -eu
DRAGOMAN_DATA="$MESON_INSTALL_DESTDIR_PREFIX/$2" exec "$1" compile --force
