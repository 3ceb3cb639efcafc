#!/bin/sh
# Tries every package of target/packages as a user would who has nothing else: in an empty home, without
# a network, and without Java where the package brings its own. Root on a Debian or a descendant, with
#
#   apt-get install debootstrap lintian man-db bash zsh fish
#
#   try-packages.sh [ROOT]   ROOT is a minimal Debian made by debootstrap; without one it is made, which
#                            fetches about 50 MB
set -eu
umask 022
top=$(CDPATH='' cd -- "$(dirname "$0")/../.." && pwd -P)
packages=$top/target/packages
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
passed=0

check() {
  if [ "$2" = 0 ]; then
    passed=$((passed + 1))
    echo "ok      $1"
  else
    failed=$((failed + 1))
    echo "FAILED  $1"
    sed 's/^/        /' "$work/out" "$work/err" | tail -n 20
  fi
}

# same NAME: compares what the last command printed with what the quick start has to print
same() {
  status=0
  cmp -s "$work/out" "$top/examples/first-scores/expected-out" || status=1
  if grep -q -e 'preparing fast starts' -e Exception "$work/err"; then
    status=1
  fi
  check "$1" "$status"
}

# try NAME COMMAND...: the command, its name, and whether it ended well
try() {
  name=$1
  shift
  status=0
  "$@" >"$work/out" 2>"$work/err" </dev/null || status=$?
  check "$name" "$status"
}

# alone HOME PATH COMMAND...: in an empty home, with that path alone and no network
alone() {
  mkdir -p "$1"
  (
    cd "$1"
    path=$2
    shift 2
    unshare --net env -i HOME="$PWD" PATH="$path" LANG=C.UTF-8 "$@"
  )
}

tools=$work/tools
mkdir "$tools"
for tool in sh readlink dirname locale cksum cut ls wc tail stty grep head find cat rm mv; do
  ln -s "$(command -v "$tool")" "$tools/$tool"
done
java_bin=$(dirname "$(readlink -f "$(command -v java)")")

echo "sums"
try "all files have the sums of SHA256SUMS" sh -c 'cd "$1" && sha256sum --quiet -c SHA256SUMS' sh "$packages"

for kind in tar.gz zip; do
  archive=$(echo "$packages"/decorum-[0-9]*."$kind")
  echo "${archive##*/}"
  mkdir "$work/$kind"
  case $kind in
    zip) unzip -q "$archive" -d "$work/$kind" ;;
    *) tar -xf "$archive" -C "$work/$kind" ;;
  esac
  unpacked=$(echo "$work/$kind"/decorum-*)
  try "without Java it says what is missing (3)" sh -c '"$@" 2>"$0"; [ $? = 3 ] && grep -q "no Java found" "$0"' "$work/said" \
    env -i HOME="$work/empty" PATH="$tools" "$unpacked/bin/decorum" --version
  try "prepares fast starts" alone "$work/home-$kind" "$tools:$java_bin" "$unpacked/bin/decorum" --version
  try "quick start" alone "$work/home-$kind" "$tools:$java_bin" "$unpacked/bin/decorum" \
    score "$unpacked/examples/first-scores/chats.jsonl" --keep version
  same "quick start prints what it has to"
done

jar=$(echo "$packages"/decorum-*-all.jar)
echo "${jar##*/}"
try "quick start" alone "$work/home-jar" "$java_bin" java -jar "$jar" score "$top/examples/first-scores/chats.jsonl" --keep version
same "quick start prints what it has to"

deb=$(echo "$packages"/decorum_*.deb)
echo "${deb##*/}"
status=0
lintian "$deb" >"$work/out" 2>"$work/err" || status=$?
check "lintian has no error" "$status"
sed 's/^/        /' "$work/out"

root=$work/root
if [ $# -gt 0 ]; then
  cp -a "$1" "$root"
else
  debootstrap --variant=minbase "${DEBIAN_SUITE:-bookworm}" "$root" >"$work/debootstrap.log" 2>&1
fi
cp "$deb" "$root/tmp/first.deb"
# The same once more as the next revision, to have something to upgrade to.
dpkg-deb -R "$deb" "$work/next"
sed -i 's/^Version: .*/&.1/' "$work/next/DEBIAN/control"
dpkg-deb -Znone -b "$work/next" "$root/tmp/next.deb" >/dev/null
rm -rf "$work/next"

# within COMMAND...: as root in the minimal Debian, without a network
within() {
  unshare --net --mount sh -c '
    mount --rbind /proc "$0/proc" && mount --rbind /dev "$0/dev" &&
      exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root "$(command -v chroot)" "$0" "$@"' "$root" "$@"
}
# user COMMAND...: as somebody with an empty home in it
user() {
  within setpriv --reuid=1000 --regid=1000 --clear-groups env HOME=/home/somebody LANG=C.UTF-8 "$@"
}
files() {
  (cd "$root" && find etc usr var bin lib opt root home tmp -path var/log -prune -o -path var/cache/ldconfig -prune -o \
    -path var/lib/dpkg -prune -o -print | sort)
}
within mkdir -p /home/somebody
within chown 1000:1000 /home/somebody
files >"$work/before"
try "there is no Java" sh -c '! chroot "$0" sh -c "command -v java"' "$root"
try "installs" within dpkg -i /tmp/first.deb
try "prepared fast starts" sh -c 'ls -s "$0"/usr/lib/decorum/lib/decorum-*.jsa' "$root"
try "quick start as a user" user decorum score /usr/share/doc/decorum/examples/first-scores/chats.jsonl --keep version
same "quick start prints what it has to"
try "uses the archive of classes" user sh -c 'DECORUM_OPTS=-Xlog:class+load:file=/tmp/loaded decorum --version; grep -q "shared objects file (top)" /tmp/loaded'
rm -f "$root"/tmp/loaded*
for encoding in Shift_JIS GB18030 EUC-KR Big5 windows-1251 ISO-8859-15 UTF-16 IBM1047; do
  iconv -f UTF-8 -t "$encoding" >"$root/home/somebody/chats.csv" <<'TEXT'
conversation_id,role,content
a,user,Hello there
a,assistant,Hello to you
TEXT
  try "reads $encoding" user decorum score -q --encoding "$encoding" /home/somebody/chats.csv
done
try "manual pages are found and well formed" sh -c '
  [ ! -e "$0/usr/share/man/man1/decorum.1.gz" ] && { echo "no manual pages in the package"; exit 1; }
  for page in "$0"/usr/share/man/man1/decorum*.gz; do
    LC_ALL=C.UTF-8 MANROFFSEQ= MANWIDTH=80 man --warnings -l -Tutf8 "$page" 2>&1 >/dev/null | grep . && exit 1; done; exit 0' "$root"
try "completion for bash can be read" bash -n "$root/usr/share/bash-completion/completions/decorum"
try "completion for zsh can be read" zsh -n "$root/usr/share/zsh/vendor-completions/_decorum"
try "completion for fish can be read" fish --no-execute "$root/usr/share/fish/vendor_completions.d/decorum.fish"
try "upgrades" within dpkg -i /tmp/next.deb
try "there is one archive of classes after it" sh -c 'set -- "$0"/usr/lib/decorum/lib/*.jsa; [ $# = 1 ] && [ -s "$1" ]' "$root"
try "quick start after the upgrade" user decorum score /usr/share/doc/decorum/examples/first-scores/chats.jsonl --keep version
same "quick start prints what it has to"
try "is removed" within dpkg -r decorum
try "is purged" within dpkg -P decorum
rm -rf "$root/home/somebody/chats.csv" "$root/home/somebody/.cache"
files >"$work/after"
try "nothing is left" diff "$work/before" "$work/after"
try "is installed again" within dpkg -i /tmp/first.deb
rm -rf "$root"

image=$(echo "$packages"/decorum-*-oci.tar)
echo "${image##*/}"
mkdir -p "$work/oci" "$root"
tar -xf "$image" -C "$work/oci"
for layer in $(grep -o '"Layers":\[[^]]*' "$work/oci/manifest.json" | grep -o 'blobs/sha256/[0-9a-f]*'); do
  tar -xzpf "$work/oci/$layer" -C "$root"
done
config=$work/oci/$(grep -o '"Config":"[^"]*' "$work/oci/manifest.json" | cut -d '"' -f 4)
try "its user is not root" sh -c 'grep -o "\"User\":\"[^\"]*" "$0" | grep -qv -e "\"0" -e root -e "\"\$"' "$config"
mkdir -p "$root/proc" "$root/dev"
cp "$top/examples/first-scores/chats.jsonl" "$root/data"
# container COMMAND...: as the image says it
container() {
  unshare --net --mount sh -c '
    root=$0
    mount --rbind /proc "$root/proc" && mount --rbind /dev "$root/dev" &&
      exec env -i PATH=/usr/lib/decorum/bin:/usr/local/bin:/usr/bin:/bin HOME=/home/decorum LC_ALL=C.UTF-8 \
        "$(command -v chroot)" --userspec=65532:65532 "$root" /bin/sh -c "cd /data && exec /usr/lib/decorum/bin/decorum \"\$@\"" sh "$@"' "$root" "$@"
}
try "quick start" container score chats.jsonl --keep version
same "quick start prints what it has to"
try "has an archive of classes" sh -c 'set -- "$0"/usr/lib/decorum/lib/*.jsa; [ $# = 1 ] && [ -s "$1" ]' "$root"
try "writes a page" container score -q chats.jsonl --html /data/page.html

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
