"""`python -m unrolled`."""

import sys

from unrolled.bank.cli import main

sys.exit(main())
