"""Refusals about packages of projects; part of the one table of refusals."""

from __future__ import annotations

from app.web.presenters.marking import N_

PACKAGES = {
    "package_size": N_("一个组包要有 %(fewest)s 到 %(most)s 个项目。"),
    "package_codes_taken": N_("有的项目代码已经有项目在用，请按行改。"),
    "nothing_to_share": N_("这份材料在这里还没有上传，先上传一份，再给其他项目。"),
    "package_empty": N_("组包里已经没有项目，不能申报。"),
    "package_nothing_whole": N_("组包至少要有一个事项一起决定。都要分别决定的，请逐个项目申报。"),
    "package_last_member": N_("这是组包里最后一个项目，不能退出；不办了，请撤回整个申报。"),
}
