#!/bin/sh
# Lays out what the Debian package and the image are made of, in target/package-parts:
#
#   app/    /usr/lib/decorum of both: launcher, libraries and a Java of their own
#   deb/    the rest of the Debian package, from / on
#   image/  the image, from / on
#
#   stage.sh VERSION DEBIAN_VERSION TIMESTAMP ARCHITECTURE JDK
set -eu
umask 022

version=$1 debian_version=$2 timestamp=$3 architecture=$4 jdk=$5
top=$(CDPATH='' cd -- "$(dirname "$0")/../.." && pwd -P)
dist=$top/target/dist
parts=$top/target/package-parts
own=$top/src/packages
app=$parts/app

fail() {
  echo "packages: $1" >&2
  exit 1
}
for tool in zip gzip setarch strip; do
  command -v "$tool" >/dev/null 2>&1 || fail "$tool is needed and not installed"
done
[ -x "$jdk/bin/jlink" ] && [ -d "$jdk/jmods" ] || fail "no JDK with jlink and jmods in $jdk; name one with -Dpackages.jdk=FOLDER"

# Every native library names its platform in its own way.
case $architecture in
  amd64) onnxruntime=linux-x64 tokenizers=linux-x86_64 sqlite=Linux/x86_64 jna=linux-x86-64 loader=/lib64/ld-linux-x86-64.so.2 ;;
  arm64) onnxruntime=linux-aarch64 tokenizers=linux-aarch64 sqlite=Linux/aarch64 jna=linux-aarch64 loader=/lib/ld-linux-aarch64.so.1 ;;
  *) fail "there are no native libraries for $architecture" ;;
esac

# keep JAR FOLDER PLATFORM: of the native libraries in FOLDER of the jar, leaves those of PLATFORM alone
keep() {
  jar=$(echo "$app"/lib/$1-[0-9]*.jar)
  "$jdk/bin/jar" tf "$jar" | grep -E "^$2/.*(\.(so|dll|dylib|jnilib|a|pdb|lib)\$|\.dSYM/)" >"$parts/natives"
  grep "^$2/$3/" "$parts/natives" >/dev/null || fail "$jar has no library for $3"
  grep -v "^$2/$3/" "$parts/natives" | zip -q -d "$jar" -@
  rm "$parts/natives"
}

# Every file gets the time of the release: archives of classes hold the times of their jars.
age() {
  find "$1" -exec touch -h -d "$timestamp" {} +
}

# install_text FILE TARGET: a file that everybody may read
install_text() {
  install -D -m 644 "$1" "$2"
}

# compress FILE TARGET
compress() {
  mkdir -p "$(dirname "$2")"
  gzip -9n <"$1" >"$2"
  chmod 644 "$2"
}

rm -rf "$parts"
mkdir -p "$app/lib" "$parts/deb" "$parts/image"

echo "packages: libraries for $architecture"
install -D -m 755 "$dist/bin/decorum" "$app/bin/decorum"
install -m 644 "$dist"/lib/*.jar "$app/lib"
install -D -m 644 -t "$app/lib/demo-model" "$dist"/lib/demo-model/*
keep onnxruntime ai/onnxruntime/native "$onnxruntime"
keep tokenizers native/lib "$tokenizers"
keep sqlite-jdbc org/sqlite/native "$sqlite"
keep jna com/sun/jna "$jna"

# Beyond what jdeps finds in the program: other encodings of logs than Unicode (jdk.charsets), elliptic
# curves of hubs (jdk.crypto.ec), the memory of the machine (jdk.management), and models inside of jars
# (jdk.zipfs). Left out is what libraries name in parts that are not used: windows, sounds and pictures
# (java.desktop), a compiler (java.compiler).
echo "packages: a Java of their own"
"$jdk/bin/jlink" \
  --add-modules java.base,java.logging,java.management,java.net.http,java.sql,jdk.charsets,jdk.crypto.ec,jdk.management,jdk.unsupported,jdk.zipfs \
  --strip-debug --no-header-files --no-man-pages --output "$app/runtime"
find "$app/runtime" -name '*.so' -exec strip --strip-unneeded {} +
strip --strip-unneeded "$app"/runtime/bin/* "$app/runtime/lib/jexec" "$app/runtime/lib/jspawnhelper"
# Where addresses are not random and files have the same times, archives of Java's own classes differ in
# little: Java 17 lays them out in one of a few ways.
age "$app/runtime"
setarch -R "$app/runtime/bin/java" -Xshare:dump >/dev/null 2>&1 || "$app/runtime/bin/java" -Xshare:dump >/dev/null
chmod -R u=rwX,go=rX "$app"
mkdir -p "$parts/legal"
mv "$app/runtime/legal" "$parts/legal/java"
java_version=$("$app/runtime/bin/java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.vm.version = //p')

echo "packages: documents"
doc=$parts/deb/usr/share/doc/decorum
mkdir -p "$doc" "$parts/deb/usr/share/decorum"
cp -R "$dist/examples" "$parts/deb/usr/share/decorum/examples"
compress "$top/CHANGELOG.md" "$doc/changelog.gz"
{
  echo "decorum ($debian_version) unstable; urgency=medium"
  echo
  echo "  * Release $version; what is new is in changelog.gz."
  echo
  echo " -- The Decorum developers <developers@decorum.dev>  $(LC_ALL=C date -u -R -d "$timestamp")"
} >"$parts/changelog"
compress "$parts/changelog" "$doc/changelog.Debian.gz"
{
  cat "$own/debian/copyright"
  echo
  echo "Libraries, in /usr/lib/decorum/lib"
  echo "----------------------------------"
  echo
  sed '/^$/d; s/^Lists of .*//' "$dist/licenses/THIRD-PARTY.txt"
  echo
  echo "Java, in /usr/lib/decorum/runtime"
  echo "---------------------------------"
  echo
  echo "OpenJDK $java_version,"
  echo "trimmed by jlink and otherwise unchanged, under the GNU General Public License, version 2, with the"
  echo "Classpath Exception; see java.base in licenses/java, and /usr/share/common-licenses/GPL-2. Its source:"
  echo "of a version that names Debian, 'apt-get source openjdk-17' or https://snapshot.debian.org/package/openjdk-17/;"
  echo "of another, https://github.com/openjdk/jdk17u"
} >"$doc/copyright"
cp -R "$dist/licenses" "$doc/licenses"
cp -RL "$parts/legal/java" "$doc/licenses/java"
install_text "$dist/sbom.json" "$doc/sbom.json"
install_text "$dist/README.md" "$doc/README.md"
if [ -d "$dist/docs" ]; then
  cp -R "$dist/docs" "$doc/html"
fi
for page in "$dist"/share/man/man1/*.1; do
  [ -e "$page" ] || continue
  compress "$page" "$parts/deb/usr/share/man/man1/$(basename "$page").gz"
done
completion=$dist/share/completion
if [ -d "$completion" ]; then
  install_text "$completion/decorum.bash" "$parts/deb/usr/share/bash-completion/completions/decorum"
  install_text "$completion/_decorum" "$parts/deb/usr/share/zsh/vendor-completions/_decorum"
  install_text "$completion/decorum.fish" "$parts/deb/usr/share/fish/vendor_completions.d/decorum.fish"
fi
install_text "$own/debian/lintian-overrides" "$parts/deb/usr/share/lintian/overrides/decorum"
chmod -R u=rwX,go=rX "$parts/deb"
age "$app"
age "$parts/deb"

echo "packages: image"
image=$parts/image
mkdir -p "$image/usr/lib" "$image/usr/share/doc" "$image/tmp" "$image/home/decorum" "$image/data"
cp -a "$app" "$image/usr/lib/decorum"
cp -R "$dist/examples" "$image/usr/lib/decorum/examples"
cp -a "$doc" "$image/usr/share/doc/decorum"
rm -rf "$image/usr/share/doc/decorum/html" "$image/usr/share/doc/decorum/changelog.Debian.gz"
sh "$own/image-root.sh" "$image" "$loader"
chmod -R u=rwX,go=rX "$image"
age "$image"
sh "$own/image-archive.sh" "$image"
age "$image"
