"""What every test stands on. The first lines come before any import of PySide6."""

import os
import sys
from pathlib import Path

# Without a screen Qt aborts the whole run; with one, tests should not flash windows at people.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parent.parent))

from hypothesis import HealthCheck, settings

from ui.refcount_guard import protect_immortals

protect_immortals()  # also for the tests that use Qt without our windows

# A busy machine is no defect.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")
