"""A Chinese title in lines: broken between words, shaped as a trapezoid or a diamond (GB/T 9704-2012, 7.3.1)."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import combinations

WIDTH = 18
"""Characters of a 2号 title on one line; 20 would fill the block from edge to edge."""
MOST_LINES = 4
"""Up to here the best shape is looked for; a longer title is only filled line by line, between words."""
LONGEST_IN_WORDS = 12
"""Lines; what is longer still is no title, and is cut anywhere."""

# Enough to find the seams of our own titles and of most project names; what is between two of these stays whole.
_WORDS = (
    "人民政府|办公室|委员会|领导小组|有限公司|有限责任公司|股份公司|服务局|管理局|自然资源局|关于|项目|工程|建设|改造|"
    "扩建|新建|配套|一期|二期|三期|四期|阶段|立项用地|规划许可|工程建设许可|施工许可|竣工验收|并联审批|联合验收|行政许可|"
    "审批结果|工作情况|统一确认书|决定书|通知书|告知书|意见书|承诺书|确认书|通报|公告|示范|产业园|物流园|科技园|"
    "小区|社区|片区|园区|棚户区|示范区|开发区|高新区|不予通过|中心"
)
_SEAM = re.compile(r"(?:项目|工程|阶段|办公室|局|公司|的|[）》”])$")
"""Where the sense pauses: the best place for a line to end."""
_PIECES = re.compile(
    rf"(?:[0-9A-Za-z.〔〕-]+[年月日号期栋亩个米]?|{_WORDS}|[^0-9A-Za-z]{{1,3}}?[省市区县镇](?![场政民域内间级])"
    rf"|(?:(?!{_WORDS}|[0-9A-Za-z])[^省市区县镇（）《》“”、，])+|.)的?[）》”、，]*"
)


def _measure(text: str) -> float:
    """Length in Chinese characters; digits and letters are half as wide."""
    return sum(0.5 if char.isascii() else 1.0 for char in text)


def _evenly(text: str, width: int) -> list[str]:
    """Cut where it must be, in parts of nearly the same length."""
    size = -(-len(text) // max(1, -(-len(text) // width)))
    return [text[start : start + size] for start in range(0, len(text), max(size, 1))]


def _pieces(text: str, width: int) -> list[str]:
    """The text in pieces that are not to be torn; one longer than a line is cut all the same."""
    marked = "\x00".join(_PIECES.findall(text))
    joined = re.sub(r"(关于|[（《“])\x00", r"\1", marked)  # these belong to what follows
    return [part for piece in joined.split("\x00") for part in _evenly(piece, width)]


def _is_shaped(widths: list[float]) -> bool:
    """Growing, shrinking, or growing and then shrinking: never an hourglass."""
    top = widths.index(max(widths))
    ordered = widths[: top + 1] == sorted(widths[: top + 1]) and widths[top:] == sorted(widths[top:], reverse=True)
    return ordered and len(set(widths)) > 1


@lru_cache(maxsize=256)
def title_lines(text: str, width: int = WIDTH) -> tuple[str, ...]:
    """As few lines as `width` allows, of them the best shaped, then the least torn, then the most even division."""
    if _measure(text) <= width:
        return (text,)
    if len(text) > LONGEST_IN_WORDS * width:
        return tuple(_evenly(text, width))
    pieces = _pieces(text, width)
    for count in range(2, MOST_LINES + 1) if len(text) <= MOST_LINES * width else ():
        divisions = [
            lines
            for cuts in combinations(range(1, len(pieces)), count - 1)
            if max(map(_measure, lines := _divided(pieces, cuts))) <= width
        ]
        if divisions:
            return min(divisions, key=_unevenness)
    return _filled(pieces, width)


def _filled(pieces: list[str], width: int) -> tuple[str, ...]:
    """As few lines as whole pieces allow, none much longer than another."""
    fewest = len(_greedy(pieces, width))
    target = next(size for size in range(1, width + 1) if len(_greedy(pieces, size)) <= fewest)
    return tuple(_greedy(pieces, target))


def _greedy(pieces: list[str], width: int) -> list[str]:
    lines: list[str] = []
    for piece in pieces:
        if lines and _measure(lines[-1] + piece) <= width:
            lines[-1] += piece
        else:
            lines.append(piece)
    return lines


def _divided(pieces: list[str], cuts: tuple[int, ...]) -> tuple[str, ...]:
    return tuple("".join(pieces[start:end]) for start, end in zip((0, *cuts), (*cuts, len(pieces)), strict=True))


def _unevenness(lines: tuple[str, ...]) -> tuple[bool, int, float]:
    widths = [_measure(line) for line in lines]
    torn = sum(1 for line in lines[:-1] if not _SEAM.search(line))
    return not _is_shaped(widths), torn, max(widths) - min(widths)
