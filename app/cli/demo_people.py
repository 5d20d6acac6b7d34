"""Who lives in the demo city: the cast, and an examiner and a head for every department. All invented."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.adapters.passwords import hash_password
from app.foundation.reading import reading
from approvals.queries.enterprises import enterprises_of
from departments.domain.actor import Actor, Role
from departments.models.people import Account, Department
from departments.queries.people import actor_of, person
from departments.usecases.add_officer import add_officer
from departments.usecases.set_contact import set_contact

PASSWORD = "binglian-demo"
REGION = "370114"
LOCALE = "zh_Hans_CN"
WINDOW = "XZSP"

# Examiner and head of each department: Chinese name and its spelling in Latin letters.
OFFICERS: Mapping[str, tuple[str, str, str, str]] = {
    "XZSP": ("韩雪", "Han Xue", "宋哲", "Song Zhe"),
    "FGW": ("许立", "Xu Li", "何平", "He Ping"),
    "ZRZY": ("冯远", "Feng Yuan", "蒋南", "Jiang Nan"),
    "ZJ": ("陈航", "Chen Hang", "吴敏", "Wu Min"),
    "STHJ": ("沈青", "Shen Qing", "叶蓝", "Ye Lan"),
    "RF": ("彭坚", "Peng Jian", "卢城", "Lu Cheng"),
    "SW": ("孙岩", "Sun Yan", "江澜", "Jiang Lan"),
    "CG": ("贾明", "Jia Ming", "丁洁", "Ding Jie"),
    "YLLH": ("薛林", "Xue Lin", "阎松", "Yan Song"),
    "GAJJ": ("余驰", "Yu Chi", "潘路", "Pan Lu"),
    "JTYS": ("戴桥", "Dai Qiao", "夏程", "Xia Cheng"),
    "QX": ("钟晴", "Zhong Qing", "汪霁", "Wang Ji"),
    "WL": ("田野", "Tian Ye", "任古", "Ren Gu"),
    "DA": ("姜册", "Jiang Ce", "范存", "Fan Cun"),
    "YJ": ("方固", "Fang Gu", "石安", "Shi An"),
    "XFJY": ("姚勇", "Yao Yong", "谭烽", "Tan Feng"),
    "SCJG": ("廖诚", "Liao Cheng", "邹信", "Zou Xin"),
    "GA": ("熊刚", "Xiong Gang", "金卫", "Jin Wei"),
    "TAX": ("陆算", "Lu Suan", "郝税", "Hao Shui"),
    "RS": ("孔和", "Kong He", "白保", "Bai Bao"),
    "YC": ("崔烟", "Cui Yan", "康叶", "Kang Ye"),
    "GS": ("毛清", "Mao Qing", "邱源", "Qiu Yuan"),
    "GD": ("秦电", "Qin Dian", "江流", "Jiang Liu"),
    "RQ": ("史然", "Shi Ran", "顾气", "Gu Qi"),
    "RL": ("侯暖", "Hou Nuan", "邵温", "Shao Wen"),
    "TX": ("孟讯", "Meng Xun", "龙通", "Long Tong"),
    "STZJ": ("万山", "Wan Shan", "段宏", "Duan Hong"),
}
# Three people are known by a name of their own; everybody else signs in as <department>-examiner or -head.
KNOWN = {("ZJ", Role.EXAMINER): "chen", ("ZJ", Role.HEAD): "wu", ("SW", Role.EXAMINER): "sun"}
OTHERS: tuple[tuple[str, str, str, Role, str | None], ...] = (
    ("qian", "钱慧", "Qian Hui", Role.WINDOW, WINDOW),
    ("guan", "关宁", "Guan Ning", Role.STEWARD, None),
    ("ming", "明珂", "Ming Ke", Role.STEWARD, None),
    ("du", "杜衡", "Du Heng", Role.SUPERVISOR, None),
    ("admin", "梁治", "Liang Zhi", Role.ADMIN, None),
    ("zheng", "郑衡", "Zheng Heng", Role.ADMIN, None),
)


@dataclass(frozen=True)
class People:
    """The officials as actors; examiners and heads by department code, stewards with their public ids."""

    window: Actor
    supervisor: Actor
    stewards: Mapping[str, tuple[Actor, str]]
    examiners: Mapping[str, Actor]
    heads: Mapping[str, Actor]
    public_ids: Mapping[int, str]


def officer_username(department: str, role: Role) -> str:
    """How an examiner or head signs in."""
    return KNOWN.get((department, role), f"{department.lower()}-{role.value}")


def phone(number: int) -> str:
    """A number nobody has, said to be one."""
    return f"0531-8321 {number:04d}（演示）"


def actor(account_id: int) -> Actor:
    """The account as the use-cases see it."""
    with reading() as session:
        found = person(session, account_id)
        if found is None:
            raise LookupError(f"no active account {account_id}")
        return actor_of(found, frozenset(one.id for one in enterprises_of(session, account_id)))


def settle_people(secret: str, now: dt.datetime) -> People:
    """Add every official through the use-case, and give every department its phone and address."""
    with reading() as session:
        codes = session.scalars(select(Department.code).order_by(Department.id)).all()
    for number, code in enumerate(codes, 1):
        address = f"济南市章丘区政务服务中心 {number} 号窗口（演示地址）"
        set_contact(department_code=code, division_code=REGION, phone=phone(number * 10), address=address, now=now)
    added = {
        username: _add(username, name, name_en, role, department, 9000 + number, secret, now)
        for number, (username, name, name_en, role, department) in enumerate(_all(codes))
    }
    with reading() as session:
        public_ids = {row.id: row.public_id for row in session.execute(select(Account.id, Account.public_id))}
    stewards = {name: (added[name], public_ids[added[name].account_id or 0]) for name in ("guan", "ming")}
    return People(
        window=added["qian"],
        supervisor=added["du"],
        stewards=stewards,
        examiners={code: added[officer_username(code, Role.EXAMINER)] for code in codes},
        heads={code: added[officer_username(code, Role.HEAD)] for code in codes},
        public_ids=public_ids,
    )


def _all(codes: Sequence[str]) -> list[tuple[str, str, str, Role, str | None]]:
    rows = list(OTHERS)
    for code in codes:
        examiner, examiner_en, head, head_en = OFFICERS.get(code, ("审查员", "Examiner", "签发人", "Head"))
        rows.append((officer_username(code, Role.EXAMINER), examiner, examiner_en, Role.EXAMINER, code))
        rows.append((officer_username(code, Role.HEAD), head, head_en, Role.HEAD, code))
    return rows


def _add(
    username: str,
    name: str,
    name_en: str,
    role: Role,
    department: str | None,
    number: int,
    secret: str,
    now: dt.datetime,
) -> Actor:
    account = add_officer(
        username=username, password_hash=secret, name=name, name_en=name_en, phone=phone(number),
        email=f"{username}@binglian.example", roles=(role,), department_code=department, division_code=REGION, now=now,
    )  # fmt: skip
    return actor(account)


def one_hash() -> str:
    """The one demo password hashed once: Argon2 is slow on purpose, and sixty accounts share it."""
    return hash_password(PASSWORD)
