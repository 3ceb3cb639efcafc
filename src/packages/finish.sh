#!/bin/sh
# Completes target/packages: the image of target/package-parts/image, as an archive that podman and docker
# load, and the sums of all files.
#
#   finish.sh VERSION TIMESTAMP ARCHITECTURE
set -eu
umask 022
export LC_ALL=C
version=$1 timestamp=$2 architecture=$3
top=$(CDPATH='' cd -- "$(dirname "$0")/../.." && pwd -P)
image=$top/target/package-parts/image
packages=$top/target/packages
work=$top/target/package-parts/oci
blobs=$work/blobs/sha256
rm -rf "$work"
mkdir -p "$blobs" "$packages"

digest() {
  sha256sum <"$1" | cut -d ' ' -f 1
}
# archive FILE OPTION...: adds to a tar archive, in an order and with times that are always the same
archive() {
  file=$1
  shift
  tar --sort=name --mtime="$timestamp" --numeric-owner --format=ustar -C "$image" -rf "$file" "$@"
}
# keep FILE: makes a file a blob, named by its digest
keep() {
  name=$(digest "$1")
  mv "$1" "$blobs/$name"
}

# What changes least comes first, so that an update fetches little.
diff_ids= descriptors= files= history=
layer() {
  unpacked=$(digest "$work/layer")
  gzip -9n <"$work/layer" >"$work/layer.gz"
  rm "$work/layer"
  size=$(($(wc -c <"$work/layer.gz")))
  keep "$work/layer.gz"
  diff_ids="$diff_ids${diff_ids:+,}\"sha256:$unpacked\""
  descriptors="$descriptors${descriptors:+,}{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar+gzip\",\"digest\":\"sha256:$name\",\"size\":$size}"
  files="$files${files:+,}\"blobs/sha256/$name\""
  history="$history${history:+,}{\"created\":\"$timestamp\",\"comment\":\"$1\"}"
}
user=65532
archive "$work/layer" --owner=0 --group=0 --exclude=./usr/lib/decorum --exclude=./tmp --exclude=./data --exclude=./home/decorum .
archive "$work/layer" --owner=0 --group=0 --mode=1777 ./tmp ./data
archive "$work/layer" --owner=$user --group=$user ./home/decorum
layer "system"
archive "$work/layer" --owner=0 --group=0 ./usr/lib/decorum/runtime
layer "Java"
archive "$work/layer" --owner=0 --group=0 --exclude='./usr/lib/decorum/lib/decorum-*' ./usr/lib/decorum/lib
layer "libraries"
archive "$work/layer" --owner=0 --group=0 --exclude=./usr/lib/decorum/runtime --exclude='./usr/lib/decorum/lib/[!d]*' \
  --exclude='./usr/lib/decorum/lib/d[!e]*' --exclude=./usr/lib/decorum/lib/demo-model ./usr/lib/decorum
layer "Decorum"

cat >"$work/config" <<JSON
{"created":"$timestamp","architecture":"$architecture","os":"linux",
"config":{"User":"$user:$user","WorkingDir":"/data","Entrypoint":["/usr/lib/decorum/bin/decorum"],
"Env":["PATH=/usr/lib/decorum/bin:/usr/local/bin:/usr/bin:/bin","HOME=/home/decorum","LC_ALL=C.UTF-8"],
"Labels":{"org.opencontainers.image.title":"decorum","org.opencontainers.image.version":"$version",
"org.opencontainers.image.licenses":"Apache-2.0","org.opencontainers.image.url":"https://decorum.dev"}},
"rootfs":{"type":"layers","diff_ids":[$diff_ids]},"history":[$history]}
JSON
size=$(($(wc -c <"$work/config")))
keep "$work/config"
config=$name
cat >"$work/manifest" <<JSON
{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
"config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"sha256:$config","size":$size},
"layers":[$descriptors]}
JSON
size=$(($(wc -c <"$work/manifest")))
keep "$work/manifest"
cat >"$work/index.json" <<JSON
{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[
{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"sha256:$name","size":$size,
"annotations":{"io.containerd.image.name":"docker.io/library/decorum:$version","org.opencontainers.image.ref.name":"$version"}}]}
JSON
echo '{"imageLayoutVersion":"1.0.0"}' >"$work/oci-layout"
# Docker before version 25 reads this one instead of index.json; both may stand in one archive.
echo "[{\"Config\":\"blobs/sha256/$config\",\"RepoTags\":[\"decorum:$version\"],\"Layers\":[$files]}]" >"$work/manifest.json"
tar --sort=name --mtime="$timestamp" --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX --format=ustar -C "$work" \
  -cf "$packages/decorum-$version-oci.tar" oci-layout index.json manifest.json blobs
rm -rf "$work"

cp "$top/target/sbom.json" "$packages/decorum-$version-sbom.json"
cp "$top/target/licenses/THIRD-PARTY.txt" "$packages/decorum-$version-third-party.txt"
cd "$packages"
rm -f SHA256SUMS
sha256sum -- decorum* >"$top/target/package-parts/sums"
mv "$top/target/package-parts/sums" SHA256SUMS
