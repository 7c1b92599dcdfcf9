#!/bin/sh
# Makes sure of what the page tests need: a real Chromium with fonts, and the accessibility checker.
set -eu
if ! command -v chromium >/dev/null 2>&1 && ! command -v google-chrome >/dev/null 2>&1; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
      chromium fonts-dejavu-core fonts-liberation >/dev/null
  else
    echo "The page tests need Chromium: install the package chromium (or google-chrome), then run again." >&2
    exit 3
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
