"""The rules of every activity, each in the module of its activity's name."""

from importlib import import_module
from typing import Any, Final

from turnabout_protocol.activities import ACTIVITIES, Activity
from turnabout_protocol.room import Step
from turnabout_server.rules.activities.base import Rules


def _rules(activity: Activity) -> Rules[Any]:
    package = activity.package
    module = import_module(f"{package}.rules" if package else f"{__name__}.{activity.name}")
    rules: Rules[Any] = module.RULES
    return rules


_RULES: Final = {activity.step: _rules(activity) for activity in ACTIVITIES}


def rules_of(step: Step) -> Rules[Any]:
    """Return the rules of a step's activity."""
    return _RULES[type(step)]
