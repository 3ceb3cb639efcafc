#!/bin/sh
# Lets the launcher in an image prepare fast starts: in a container every start is a first one. An archive
# of classes knows the places of its jars, so this runs with the image as its root folder, which needs
# root or user namespaces.
#
#   image-archive.sh IMAGE
set -eu
image=$1

without() {
  echo "packages: the image starts more slowly, since no archive of classes could be made: $1" >&2
  exit 0
}
if [ "$(id -u)" = 0 ]; then
  spaces="unshare --mount"
else
  spaces="unshare --user --map-root-user --mount"
fi
# Where addresses are not random, archives differ least from build to build.
fixed="setarch -R"
$fixed true 2>/dev/null || fixed=
mkdir -p "$image/proc" "$image/dev"
# shellcheck disable=SC2086 # two commands with their options
$fixed $spaces sh -c '
  mount --rbind /proc "$1/proc" && mount --rbind /dev "$1/dev" &&
    exec env -i PATH=/usr/bin:/bin LC_ALL=C.UTF-8 DECORUM_CACHE_DIR=/tmp/cache \
      "$(command -v chroot)" "$1" /bin/sh /usr/lib/decorum/bin/decorum --version' sh "$image" >/dev/null 2>&1 ||
  without "nothing could be run in it"
rm -rf "$image/tmp/cache"
rmdir "$image/proc" "$image/dev"
for archive in "$image"/usr/lib/decorum/lib/*.jsa; do
  [ -s "$archive" ] || without "Java made none"
done
