#!/bin/sh
# Puts into an image what Decorum and its Java need of a system, taken from this one, a Debian or a
# descendant: the C and C++ libraries, zlib, a locale with UTF-8, and busybox for the launcher.
#
#   image-root.sh IMAGE LOADER
set -eu
image=$1 loader=$2
app=$image/usr/lib/decorum
listed=$image/usr/share/doc/decorum/packages-of-the-image.txt

fail() {
  echo "packages: $1" >&2
  exit 1
}
command -v dpkg-query >/dev/null 2>&1 ||
  fail "the image is made of files of Debian packages, and this is no Debian"
busybox=$(command -v busybox) && ! ldd "$busybox" >/dev/null 2>&1 ||
  fail "the image's launcher needs a static busybox (apt-get install busybox-static)"

# take FILE TARGET MODE: copies a file of the system, with the copyright of the package that it is of
take() {
  install -D -m "$3" "$(readlink -f "$1")" "$image$2"
  found=
  for name in "$1" "$(readlink -f "$1")" "$(readlink -f "$1" | sed 's|^/usr||')"; do
    found=$(dpkg-query -S "$name" 2>/dev/null | head -n 1 | cut -d : -f 1)
    [ -z "$found" ] || break
  done
  [ -n "$found" ] || fail "$1 is not of a Debian package"
  dpkg-query -W -f '${Package} ${Version} (source: ${source:Package} ${source:Version})\n' "$found" | head -n 1 >>"$listed.all"
  install -D -m 644 "/usr/share/doc/$found/copyright" "$image/usr/share/doc/$found/copyright"
}

natives=$(mktemp -d)
for jar in onnxruntime tokenizers sqlite-jdbc jna; do
  unzip -q -o -j "$app/lib/$jar"-[0-9]*.jar '*.so' -d "$natives"
done
find "$app/runtime" "$natives" -type f \( -name '*.so' -o -path '*/bin/java' \) -exec ldd {} + 2>/dev/null |
  sed -n 's|^.* => \(/[^ ]*\) .*|\1|p' | grep -v -e "$app" -e "$natives" | sort -u >"$natives/needed"
while read -r library; do
  take "$library" "$library" 644
done <"$natives/needed"
rm -rf "$natives"
take "$loader" "$loader" 755
for part in /usr/lib/locale/C.utf8/*; do
  if [ -f "$part" ]; then
    take "$part" "$part" 644
  fi
done
take /usr/lib/locale/C.utf8/LC_MESSAGES/SYS_LC_MESSAGES /usr/lib/locale/C.utf8/LC_MESSAGES/SYS_LC_MESSAGES 644
take "$busybox" /bin/sh 755
take "$(command -v cksum)" /bin/cksum 755 # of what the launcher uses, the one that this busybox lacks

mkdir -p "$image/etc"
echo 'root:x:0:0:root:/root:/bin/sh
decorum:x:65532:65532:Decorum:/home/decorum:/bin/sh' >"$image/etc/passwd"
echo 'root:x:0:
decorum:x:65532:' >"$image/etc/group"
echo 'hosts: files dns' >"$image/etc/nsswitch.conf"
{
  echo "Files of these Debian packages are in this image, unchanged. Their terms are in /usr/share/doc, their sources"
  echo "at https://snapshot.debian.org or, on Debian, by 'apt-get source PACKAGE=VERSION'."
  echo
  sort -u "$listed.all"
} >"$listed"
rm "$listed.all"
