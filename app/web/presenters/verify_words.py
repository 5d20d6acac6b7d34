"""What was checked of a document and how it ended, in sentences: one for every step and finding."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from flask_babel import gettext

from app.web.presenters.marking import N_
from approvals.domain.verification import Finding, Seal, Step

BY_NUMBER: Mapping[tuple[Step, Finding], str] = MappingProxyType(
    {
        (Step.REGISTER, Finding.YES): N_("登记簿里有这个文号，验证码对得上。"),
        (Step.REGISTER, Finding.NO): N_("登记簿里没有这个文号和验证码的组合。"),
    }
)
CLAIMED = N_("文件自称的文号和验证码在登记簿里。")
SENTENCES: Mapping[tuple[Step, Finding], str] = MappingProxyType(
    {
        (Step.REGISTER, Finding.YES): N_("登记簿里有这份文件。"),
        (Step.REGISTER, Finding.NO): N_("登记簿里没有这份文件。"),
        (Step.FINGERPRINT, Finding.YES): N_("手上文件的指纹与登记的一致：一个字节也没有改动。"),
        (Step.FINGERPRINT, Finding.NO): N_("手上文件的指纹与登记簿里的都不一致。"),
        (Step.SEAL, Finding.YES): N_("电子印章有效：由认可的机构签发，盖住整份文件，盖章以后没有追加内容。"),
        (Step.SEAL, Finding.OPEN): N_("这次没能查验电子印章，请过几分钟再试。"),
        (Step.ORGAN, Finding.YES): N_("印章上的机关与登记的签发机关相同。"),
        (Step.ORGAN, Finding.NO): N_("印章上的机关与登记的签发机关不同。"),
        (Step.FACTS, Finding.YES): N_("文件里附带的数据与登记的内容相同。"),
        (Step.FACTS, Finding.NO): N_("文件里附带的数据与登记的内容不同。"),
        (Step.STANDING, Finding.YES): N_("登记的这份文件没有被替换，也没有被撤销。"),
        (Step.STANDING, Finding.NO): N_("登记的这份文件已经被替换或者撤销。"),
    }
)
NO_SEAL: Mapping[Seal, str] = MappingProxyType(
    {
        Seal.NONE: N_("没有能读出的电子印章。"),
        Seal.FOREIGN: N_("文件上的电子印章不是认可的机构签发的。"),
        Seal.BROKEN: N_("盖章以后文件被改动或者追加过，电子印章失效。"),
        Seal.NOT_ASKED: N_("没有查验电子印章。"),
    }
)


def verify_step(step: Step, finding: Finding, seal: Seal, *, has_file: bool, is_altered: bool = False) -> str:
    """The sentence for one step; why a seal does not hold comes from what was seen of it."""
    if is_altered and (step, finding) == (Step.REGISTER, Finding.YES):
        return gettext(CLAIMED)
    if step is Step.SEAL and finding is Finding.NO:
        return gettext(NO_SEAL[seal])
    if not has_file and (step, finding) in BY_NUMBER:
        return gettext(BY_NUMBER[step, finding])
    return gettext(SENTENCES[step, finding])
