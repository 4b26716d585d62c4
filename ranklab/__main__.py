"""Run `python -m ranklab` where the command `ranklab` is not on the path."""

from ranklab.cli import main

raise SystemExit(main())
