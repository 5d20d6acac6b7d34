"""Who may sign in to the demo city, and what each should look at first."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import select

from app.cli.demo_people import PASSWORD
from app.foundation.reading import reading
from departments.domain.actor import Role
from departments.models.people import Account, Department, Post

KNOWN = {
    "lin": ("我的项目：章丘国际建材家居城，等您处理两件", "My projects: 章丘国际建材家居城, two things wait for you"),
    "qian": ("综合窗口收件箱，先看今天到期的", "The window's inbox, what is due today first"),
    "chen": ("住建局队列：施工图联审、装修施工许可", "The queue of housing and construction: drawings, fit-outs"),
    "wu": ("住建局待签发的意见", "Proposals of housing and construction that wait for a signature"),
    "sun": ("城乡水务局队列：水土保持方案已超期", "The water bureau's queue: a soil plan is overdue"),
    "guan": ("项目管家看板：章丘国际建材家居城", "The steward's board: 章丘国际建材家居城"),
    "ming": ("另一位项目管家的看板", "Another steward's board"),
    "du": ("督查总览：超期和承诺", "The supervisor's overview: what is late, what was promised"),
    "admin": ("目录、日历、人员、后台任务", "Catalogue, calendar, people, jobs"),
    "zheng": ("另一位管理员：确认日历", "A second administrator: confirms a calendar"),
    "zhao": ("没有项目：看不到别人的任何东西", "No project: sees nothing of anybody else"),
}
BY_ROLE = {
    Role.APPLICANT: ("我的项目", "My projects"),
    Role.EXAMINER: ("本部门队列", "The department's queue"),
    Role.HEAD: ("待签发", "What waits for a signature"),
}


@dataclass(frozen=True)
class DemoAccount:
    """One line of `flask demo accounts`."""

    username: str
    password: str
    role: str
    department: str
    name: str
    look_zh: str
    look_en: str


def demo_accounts() -> list[dict[str, str]]:
    """The sign-ins, the cast first; empty when this database holds no demo city."""
    with reading() as session:
        rows = session.execute(
            select(Account.username, Account.name, Account.name_en, Post.role, Department.name_zh, Department.id)
            .outerjoin(Post, Post.account_id == Account.id)
            .outerjoin(Department, Department.id == Post.department_id)
            .where(Account.is_active, Account.email.like("%@binglian.example"))
            .order_by(Account.id)
        ).all()
    found = []
    for username, name, name_en, role, department, _ in rows:
        kind = Role(role) if role else Role.APPLICANT
        look = KNOWN.get(username) or BY_ROLE.get(kind, ("", ""))
        shown = f"{name} {name_en}".strip()
        found.append(DemoAccount(username, PASSWORD, kind.value, department or "", shown, *look))
    order = list(KNOWN)
    found.sort(key=lambda one: order.index(one.username) if one.username in KNOWN else len(order))
    return [asdict(one) for one in found]
