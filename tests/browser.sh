#!/bin/sh
# Makes sure of what the page tests need: a real Chromium, fonts for every script shown, and the accessibility checker.
set -eu
have_chromium() { command -v chromium >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1; }
# Names on lists of parties come in Chinese and Korean too, those in award data in any script.
have_fonts() {
  for language in en zh ko ar hi bn th; do
    [ -n "$(fc-list ":lang=$language" family 2>/dev/null)" ] || return 1
  done
}
if ! have_chromium || ! have_fonts; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq >/dev/null
    have_chromium || DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
      fontconfig fonts-dejavu-core fonts-liberation fonts-noto-core fonts-droid-fallback >/dev/null
  elif ! have_chromium; then
    echo "The page tests need Chromium: install the package chromium (or google-chrome), then run again." >&2
    exit 3
  else
    echo "Some scripts have no font here (packages fonts-noto-core, fonts-droid-fallback): pictures show boxes instead." >&2
  fi
fi
axe=build/axe/axe.min.js
if [ ! -f "$axe" ]; then
  mkdir -p build/axe
  version=4.10.3
  if command -v npm >/dev/null 2>&1; then
    (cd build/axe && npm pack --silent "axe-core@$version" >/dev/null && tar -xzf "axe-core-$version.tgz" \
      && mv package/axe.min.js axe.min.js && rm -rf package "axe-core-$version.tgz")
  else
    echo "The accessibility checks need npm (package npm) to fetch axe-core." >&2
    exit 3
  fi
fi
