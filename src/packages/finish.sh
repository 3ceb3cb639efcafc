#!/bin/sh
# Completes target/packages: the image can be loaded by older programs too, and what there is has sums.
#
#   finish.sh VERSION
set -eu
umask 022
version=$1
top=$(CDPATH='' cd -- "$(dirname "$0")/../.." && pwd -P)
cd "$top/target/packages"

# Docker before version 25 reads manifest.json instead of index.json; both may stand in one archive.
image=decorum-$version-oci.tar
work=$(mktemp -d)
tar -xf "$image" -C "$work"
blob() {
  echo "blobs/sha256/$1"
}
digests() {
  grep -o 'sha256:[0-9a-f]*' "$1" | cut -d : -f 2
}
manifest=$(blob "$(digests "$work/index.json" | head -n 1)")
config=
layers=
for digest in $(digests "$work/$manifest"); do
  if [ -z "$config" ]; then
    config=$(blob "$digest")
  else
    layers="$layers${layers:+,}\"$(blob "$digest")\""
  fi
done
printf '[{"Config":"%s","RepoTags":["decorum:%s"],"Layers":[%s]}]' "$config" "$version" "$layers" >"$work/manifest.json"
find "$work" -exec touch -d @1 {} +
tar --sort=name --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX --format=ustar -C "$work" -cf "$image" \
  oci-layout index.json manifest.json blobs
rm -rf "$work"

cp "$top/target/sbom.json" "decorum-$version-sbom.json"
cp "$top/target/licenses/THIRD-PARTY.txt" "decorum-$version-third-party.txt"
rm -f SHA256SUMS
sha256sum -- * >"$top/target/SHA256SUMS"
mv "$top/target/SHA256SUMS" SHA256SUMS
