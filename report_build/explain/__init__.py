"""What everything that an author may meet is called and means, told from the code's own descriptions.

Nothing is described here: each topic is made from what reading, checking, drawing or running goes by.
"""

from report_build.explain.engine import ALIKE, GROUPS, Group
from report_build.explain.finding import Answer, look_up
from report_build.explain.topic import Topic
