# SPDX-License-Identifier: GPL-3.0-or-later
"""The practice network's ejabberd."""
