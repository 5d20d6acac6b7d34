"""Papers another organ keeps and hands out as a file; a real district points this at its own exchange of e-licences."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from app.foundation.unit_of_work import leaves_the_house
from approvals.domain.refusals import Refusal

HELD = {
    "M002": "市场监督管理部门电子营业执照库（演示数据源）",
    "M003": "公安部门人口基础信息库（演示数据源）",
    "M013": "自然资源部门供地信息库（演示数据源）",
    "M014": "不动产登记电子证照库（演示数据源）",
    "M017": "自然资源部门规划条件库（演示数据源）",
    "M018": "自然资源部门测绘成果库（演示数据源）",
    "M102": "住房和城乡建设部门房屋信息库（演示数据源）",
}
_SIZE, _INK, _PALE = (1240, 877), (30, 30, 30), (110, 110, 110)
_FACE = "NotoSerifSC_400Regular.ttf"


@dataclass(frozen=True)
class SharedPaper:
    """What a register handed out: the bytes, whose register it was, and the day as of which it says so."""

    content: bytes
    media_type: str
    name: str
    note: str
    as_of: dt.date


class DemoRegister:
    """The demo city's second source: an extract drawn as a picture, for any enterprise. `is_down` is for trying an outage."""

    def __init__(self, fonts: Path) -> None:
        self._face = fonts / _FACE
        self.is_down = False

    def holds(self, material_code: str) -> bool:
        """Whether it is worth asking for this paper."""
        return material_code in HELD

    @leaves_the_house
    def fetch(self, material_code: str, title: str, uscc: str, today: dt.date) -> SharedPaper | None:
        """The paper as of yesterday, when the registers were last brought together; None: it has none.

        Raises Refusal 'sharing_down' when the source does not answer.
        """
        if self.is_down:
            raise Refusal("sharing_down", field="file")
        note = HELD.get(material_code)
        if note is None:
            return None
        as_of = today - dt.timedelta(days=1)
        lines = (title, f"统一社会信用代码：{uscc}", f"数据来源：{note}", f"数据日期：{as_of.isoformat()}")
        return SharedPaper(self._drawn(lines), "image/png", f"{title}（共享取得）.png", note, as_of)

    def _drawn(self, lines: tuple[str, ...]) -> bytes:
        sheet = Image.new("RGB", _SIZE, "white")
        pen = ImageDraw.Draw(sheet)
        pen.rectangle((40, 40, _SIZE[0] - 40, _SIZE[1] - 40), outline=_PALE, width=3)
        for row, line in enumerate(lines):
            pen.text((110, 160 + row * 110), line, fill=_INK, font=self._font(48 if row == 0 else 32))
        pen.text((110, 700), "演示数据，不是真实证照", fill=_PALE, font=self._font(28))
        buffer = io.BytesIO()
        sheet.save(buffer, "PNG")
        return buffer.getvalue()

    def _font(self, size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
        return ImageFont.truetype(self._face, size) if self._face.is_file() else ImageFont.load_default(size)


class NoRegister:
    """A city that has connected no register."""

    def holds(self, material_code: str) -> bool:
        """Nothing is held."""
        return False

    @leaves_the_house
    def fetch(self, material_code: str, title: str, uscc: str, today: dt.date) -> SharedPaper | None:
        """Nothing is handed out."""
        return None
