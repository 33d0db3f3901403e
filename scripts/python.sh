#!/bin/sh
# Print the Python to make the environment with: 3.11 or newer, with venv and pip.
# PYTHON=/path/to/python make ... says which one.
suitable='import sys; sys.exit(sys.version_info < (3, 11))'
for python in ${PYTHON:-python3 python3.13 python3.12 python3.11 python3.14 python}; do
  "$python" -c "$suitable" 2>/dev/null || continue
  found=$python
  "$python" -c 'import ensurepip, venv' 2>/dev/null || continue
  echo "$python"
  exit 0
done
if [ -n "$found" ]; then
  echo "$found has no venv module; on Debian and Ubuntu 'apt install python3-venv' brings it." >&2
else
  echo "Unrolled needs Python 3.11 or newer and found none (looked for ${PYTHON:-python3, python3.11 to python3.14, python})." >&2
  echo "Install one, or say where it is: make PYTHON=/path/to/python3.12 ..." >&2
fi
exit 1
