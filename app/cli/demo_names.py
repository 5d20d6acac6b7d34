"""Enterprises and projects of the demo city. Streets and towns are Zhangqiu's; every enterprise is invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from departments.domain.condition import Scalar

# Where a street or town roughly lies: degrees east, degrees north.
PLACES: Mapping[str, tuple[float, float]] = {
    "明水街道": (117.53, 36.71),
    "双山街道": (117.50, 36.69),
    "枣园街道": (117.43, 36.70),
    "龙山街道": (117.36, 36.73),
    "绣惠街道": (117.49, 36.84),
    "相公庄街道": (117.58, 36.77),
    "埠村街道": (117.42, 36.63),
    "圣井街道": (117.44, 36.66),
    "普集街道": (117.66, 36.72),
    "官庄街道": (117.70, 36.66),
    "刁镇街道": (117.52, 36.88),
    "白云湖街道": (117.40, 36.86),
    "文祖街道": (117.55, 36.60),
    "宁家埠街道": (117.43, 36.82),
    "高官寨街道": (117.27, 36.93),
}

MALL: Mapping[str, Scalar] = {
    "filing_mode": "备案", "land_supply_mode": "出让", "building_use": "商业", "eia_category": "登记表",
    "earthwork_m3": 200000, "annual_electricity_kwh": 6000000, "is_special_fire_project": True,
    "construction_drainage": True, "needs_heat": True,
}  # fmt: skip
PLANT: Mapping[str, Scalar] = {
    "filing_mode": "备案", "land_supply_mode": "出让", "building_use": "工业厂房", "is_civil_building": False,
    "eia_category": "报告表", "earthwork_m3": 18000, "annual_electricity_kwh": 7200000, "civil_defence_mode": "不需要",
    "in_regional_assessment": True, "needs_gas": True,
}  # fmt: skip
DEPOT: Mapping[str, Scalar] = {
    "filing_mode": "备案", "land_supply_mode": "出让", "building_use": "仓储物流", "is_civil_building": False,
    "eia_category": "登记表", "earthwork_m3": 60000, "annual_electricity_kwh": 2400000, "civil_defence_mode": "不需要",
    "archaeology_done_before_supply": True, "digs_road": True, "occupies_road": True,
}  # fmt: skip
SCHOOL: Mapping[str, Scalar] = {
    "filing_mode": "核准", "land_supply_mode": "划拨", "building_use": "公共服务", "eia_category": "登记表",
    "earthwork_m3": 40000, "annual_electricity_kwh": 900000, "archaeology_done_before_supply": True,
}  # fmt: skip
SHOP: Mapping[str, Scalar] = {
    "entity_type": "企业", "business_kind": "建材家居", "has_large_outdoor_ad": True, "premises_area_m2": 900,
    "fitout_area_m2": 800, "fitout_cost_wan": 120,
}  # fmt: skip
SMALL_SHOP: Mapping[str, Scalar] = {
    "entity_type": "企业", "business_kind": "建材家居", "has_large_outdoor_ad": False, "premises_area_m2": 120,
    "fitout_area_m2": 110, "fitout_cost_wan": 12,
}  # fmt: skip
DINER: Mapping[str, Scalar] = {
    "entity_type": "企业", "business_kind": "餐饮", "serves_food": True, "discharges_sewage": True,
    "premises_area_m2": 260, "fitout_area_m2": 240, "fitout_cost_wan": 30,
}  # fmt: skip


@dataclass(frozen=True)
class ProjectRow:
    """A project to be: `kind` are its answers beside land, floor (m²) and investment (ten thousand yuan)."""

    key: str
    enterprise: str
    name: str
    place: str
    investment_wan: float
    land_m2: float
    floor_m2: float
    kind: Mapping[str, Scalar]
    steward: str = "guan"

    @property
    def theme(self) -> str:
        return "SHOP" if "entity_type" in self.kind else "SF-BUILD"

    @property
    def answers(self) -> dict[str, Scalar]:
        if self.theme == "SHOP":
            return dict(self.kind)
        sizes = {"land_area_m2": self.land_m2, "gross_floor_area_m2": self.floor_m2}
        return {**self.kind, **sizes, "total_investment_wan": self.investment_wan}


R = ProjectRow
LIN = "济南明泉家居建材有限公司"
PROJECTS: tuple[ProjectRow, ...] = (
    R("main", LIN, "章丘国际建材家居城", "明水街道", 150000, 164667, 180000, MALL),
    R("second", LIN, "章丘国际建材家居城二期", "明水街道", 150000, 164667, 180000, MALL),
    R("mall1", "济南棠梨商业管理有限公司", "绣源河畔棠梨邻里中心", "双山街道", 38000, 32000, 64000, MALL),
    R("mall2", "济南棠梨商业管理有限公司", "相公庄棠梨建材广场", "相公庄街道", 22000, 41000, 52000, MALL, "ming"),
    R("mall3", "济南槐荫坊置业有限公司", "明水古城东商业街区", "明水街道", 46000, 38000, 71000, MALL),
    R("mall4", "济南槐荫坊置业有限公司", "圣井智家生活馆", "圣井街道", 9800, 15000, 26000, MALL, "ming"),
    R("mall5", "山东清照家居有限公司", "清照家居体验中心", "绣惠街道", 18600, 27000, 43000, MALL),
    R("mall6", "山东百脉良木建材有限公司", "百脉良木建材集散市场", "普集街道", 31000, 58000, 60000, MALL, "ming"),
    R("mall7", "山东百脉良木建材有限公司", "官庄石材交易中心", "官庄街道", 16500, 47000, 38000, MALL),
    R("plant1", "济南铁匠铺智能装备有限公司", "章丘铁锅智能锻造车间", "相公庄街道", 8600, 21000, 24000, PLANT),
    R("plant2", "济南铁匠铺智能装备有限公司", "精密锻件二期厂房", "官庄街道", 12800, 33000, 36000, PLANT, "ming"),
    R("plant3", "济南云湖水处理设备有限公司", "白云湖水处理装备生产基地", "白云湖街道", 15000, 36000, 40000, PLANT),
    R("plant4", "济南龙山黑陶文创有限公司", "龙山黑陶数字工坊", "龙山街道", 4200, 9600, 12000, PLANT),
    R("plant5", "山东刁镇新材研发有限公司", "高性能涂料中试基地", "刁镇街道", 21000, 42000, 30000, PLANT, "ming"),
    R("plant6", "山东东阜轨道部件有限公司", "轨道交通制动部件厂房", "枣园街道", 26000, 51000, 55000, PLANT),
    R("depot1", "济南埠村联运仓储有限公司", "埠村公铁联运仓储园", "埠村街道", 19000, 88000, 62000, DEPOT),
    R("depot2", "济南埠村联运仓储有限公司", "埠村冷链分拨中心", "埠村街道", 9200, 24000, 21000, DEPOT, "ming"),
    R("depot3", "济南大葱王农产品有限公司", "章丘大葱产地冷藏库", "绣惠街道", 5600, 18000, 14000, DEPOT),
    R("depot4", "济南宁家埠供应链有限公司", "宁家埠电商仓配中心", "宁家埠街道", 13500, 46000, 44000, DEPOT, "ming"),
    R("depot5", "济南高官寨瓜果有限公司", "高官寨瓜果分选中心", "高官寨街道", 3800, 12000, 9800, DEPOT),
    R("school1", "济南双山教育投资有限公司", "双山实验学校东校区", "双山街道", 21000, 46000, 39000, SCHOOL),
    R("school2", "济南文祖康养有限公司", "文祖康养服务中心", "文祖街道", 7600, 19000, 27000, SCHOOL, "ming"),
    R("idle1", "山东清照家居有限公司", "清照家居物流二期", "绣惠街道", 6400, 16000, 15000, DEPOT, ""),
    R("idle2", "济南大葱王农产品有限公司", "大葱深加工车间", "绣惠街道", 4900, 14000, 12000, PLANT, ""),
    R("shop1", "济南暖阳地板商行有限公司", "暖阳地板旗舰店", "明水街道", 160, 0, 0, SHOP),
    R("shop2", "济南三合木门有限公司", "三合木门明水店", "明水街道", 140, 0, 0, SHOP, "ming"),
    R("shop3", "济南青砚瓷砖有限公司", "青砚瓷砖展厅", "双山街道", 180, 0, 0, SHOP),
    R("shop4", "济南半亩橱柜有限公司", "半亩橱柜体验店", "明水街道", 150, 0, 0, SHOP, "ming"),
    R("shop5", "济南松影灯饰有限公司", "松影灯饰", "圣井街道", 130, 0, 0, SHOP),
    R("shop6", "济南芦花五金有限公司", "芦花五金店", "普集街道", 20, 0, 0, SMALL_SHOP, "ming"),
    R("shop7", "济南晴窗窗帘有限公司", "晴窗布艺", "枣园街道", 18, 0, 0, SMALL_SHOP),
    R("shop8", "济南石竹卫浴有限公司", "石竹卫浴", "官庄街道", 22, 0, 0, SMALL_SHOP, "ming"),
    R("shop9", "济南白鹭涂料有限公司", "白鹭涂料店", "白云湖街道", 19, 0, 0, SMALL_SHOP),
    R("shop10", "济南小满家纺有限公司", "小满家纺", "刁镇街道", 16, 0, 0, SMALL_SHOP, ""),
    R("diner1", "济南葱香小馆餐饮有限公司", "葱香小馆明水店", "明水街道", 45, 0, 0, DINER),
    R("diner2", "济南眼明泉茶饮有限公司", "眼明泉茶铺", "双山街道", 28, 0, 0, DINER, "ming"),
    R("diner3", "济南老渡口鱼馆有限公司", "老渡口鱼馆", "高官寨街道", 52, 0, 0, DINER),
    R("diner4", "济南四季面坊餐饮有限公司", "四季面坊", "龙山街道", 24, 0, 0, DINER, "ming"),
    R("mall8", "山东东阜轨道部件有限公司", "东阜生活配套广场", "枣园街道", 11000, 14000, 28000, MALL, ""),
    R("school3", "济南文祖康养有限公司", "圣井社区卫生服务中心", "圣井街道", 3600, 8200, 9000, SCHOOL, ""),
)
SURNAMES = "孟房柏宁丛卜安刁高文祖阳芦石季满卞谷栾苗纪边辛庄温"
GIVEN = ("知远", "若溪", "嘉禾", "书宁", "望舒", "景行", "听雨", "思齐", "云帆", "以宁", "牧之", "清和")


def representative(number: int) -> str:
    """An invented legal representative for the enterprise of this number."""
    return SURNAMES[number % len(SURNAMES)] + GIVEN[number % len(GIVEN)]
