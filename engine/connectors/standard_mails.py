"""Mails that every installation can send; a package's own text of the same name goes before."""

from collections.abc import Mapping
from typing import Any

STANDARD_MAILS: Mapping[str, Mapping[str, Any]] = {
    "en": {
        "mail": {
            "task-link": {
                "subject": "{process}: {task}",
                "text": "Hello,\n\nplease tell us what we need for “{process}”:\n\n{task}\n{taskLinkUrl}\n\n"
                "You need no login. The link works once, until {until}. Please do not pass it on.\n",
            }
        }
    },
    "zh-CN": {
        "mail": {
            "task-link": {
                "subject": "{process}：{task}",
                "text": "您好：\n\n“{process}”需要您填写：\n\n{task}\n{taskLinkUrl}\n\n"
                "无需登录。链接仅可使用一次，有效期至 {until}，请勿转发。\n",
            }
        }
    },
}
