#!/usr/bin/env bash
# Gradescope runs this once, as root, when it builds the image of the autograder.
# It needs Python 3.11 or newer: choose an Ubuntu that has it, or it is installed.
set -euo pipefail

root="${AUTOGRADER_ROOT:-/autograder}"

# The path of a Python that is new enough and can make virtual environments.
find_python() {
  local name
  for name in python3.14 python3.13 python3.12 python3.11 python3; do
    if "$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$name"
      return
    fi
  done
  return 1
}

install_python() {
  export DEBIAN_FRONTEND=noninteractive
  apt-get update
  local version
  for version in 3 3.13 3.12 3.11; do
    if apt-get install -y --no-install-recommends "python$version" "python$version-venv" &&
      find_python >/dev/null; then
      return
    fi
  done
  echo "No Python 3.11 or newer can be installed here. Choose a newer Ubuntu." >&2
  return 1
}

find_python >/dev/null || install_python
"$(find_python)" -m venv "$root/venv"
cd "$root/source"
"$root/venv/bin/python" -m pip install --quiet --disable-pip-version-check @INSTALL@

# Submissions are judged as a user who cannot write the results.
user="${AUTOGRADER_USER:-grader}"
id "$user" >/dev/null 2>&1 || useradd --create-home --shell /usr/sbin/nologin "$user"
