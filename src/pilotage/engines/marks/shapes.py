"""Characters that look alike (形近字): groups written for this project, and the parts that characters share."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

_GROUPS = """
    己已巳 未末 土士 日曰目白自 人入八 大太犬天夫 王玉主 木本术禾 力刀刁 千干于 午牛 甲申由田电 戊戌戍戎 晴睛 情清请晴
    辰晨 澜阑谰 鹿麓 鹰膺 海诲 云去 飞气 风凤 马乌鸟 鸣呜 东车 乐东 兰三 星昱 明朋 阳阴 林森 森淼 晶品 品晶 河何 江红 湖潮
    洲州 波披 浪狼 洋样 清青 青清 金全 银很 铁轶 石右 古占 口囗 山出 峰锋 峰烽 谷容 丰艳 田由 米采 禾木 花化 草早 莲连 荷何
    蓝篮 绿缘 红江 紫索 白百 百白 黑墨 黄寅 光先 亮高 高亮 安按 宝玉 宇字 家冢 宏宠 定宜 官宫 客容 室宣 心必 忆亿 怡治 恒桓
    悦说 惠慧 意竟 慕暮 成戌 手毛 扬杨 折拆 抬治 持待 拔拨 振震 捷睫 掌撑 文又 新亲 方万 旺王 昌晶 春舂 时吋 晓烧 智知 月用
    有友 期朝 本体 李季 杰木 松公 柏拍 柔矛 树村 梅海 梦楚 森木 楠南 欣欢 正止 步涉 水永 永水 汇江 沐休 泉帛 泽译 活话 流硫
    润闰 淘掏 渔鱼 源原 溪漫 漫慢 潮湖 火灭 灯打 炎淡 烁砾 焰馅 然燃 爱受 牧枚 特持 犬太 狮师 珍诊 珠株 球求 理埋 琪棋 瑞端
    瑶遥 璐路 瓜爪 甜舔 生主 电龟 盛成 真直 睿容 瞳童 短矩 祥样 福幅 秀季 秋愁 科料 童章 竹竺 笑关 粉纷 精情 紫素 纤千 纯钝
    绅神 维唯 缘绿 美羊 翔详 翼冀 聚骤 腾滕 舒舍 良艮 芊千 芬分 芳方 苏办 若苦 英央 茂戊 茶荼 荣劳 莉利 菲非 萌明 蓓培 蕾雷
    薇微 虎虚 蜂峰 蝶碟 裕谷 西酉 诗持 语悟 诺若 谊宜 豪毫 贝见 贵责 赛塞 路露 轩干 辉挥 达大 远还 连莲 逸免 道首 邦帮 都者
    酷配 醇享 里理 野予 铭名 锐悦 锦棉 镜境 长张 门们 阁各 隆降 雅牙 雨两 雪雷 露路 静净 韵均 顺须 颖项 飘票 食良 馨香 骏俊
    魔磨 鲜鱼 鸿鸟 鹏朋 鹤雀 麦表 黎梨 龙尤
"""


# Of a difference, between two characters that look alike.
_NEAR = 0.35


@cache
def _alike() -> frozenset[tuple[str, str]]:
    pairs = set()
    for group in _GROUPS.split():
        pairs |= {(a, b) for a in group for b in group if a != b}
    return frozenset(pairs)


def shape_likeness(a: str, b: str) -> float:
    """Of two texts in simplified characters: a character that looks like another is half of a difference."""
    longest = max(len(a), len(b))
    if not longest:
        return 0.0
    apart = 0.0
    for edit in Levenshtein.editops(a, b):
        near = edit.tag == "replace" and (a[edit.src_pos], b[edit.dest_pos]) in _alike()
        apart += _NEAR if near else 1.0
    return max(0.0, 1 - apart / longest)


def shape_at_most(a: str, others: Sequence[str]) -> NDArray[np.float64]:
    """What `shape_likeness` to each of the others cannot exceed: neighbours of neighbours count as alike too."""
    plain, merged = (
        cdist([one], texts, scorer=Levenshtein.normalized_similarity, dtype=np.float64)[0]
        for one, texts in ((a, others), (_merged(a), [_merged(other) for other in others]))
    )
    bound: NDArray[np.float64] = _NEAR * plain + (1 - _NEAR) * merged
    return bound


@lru_cache(maxsize=1 << 15)
def _merged(text: str) -> str:
    return text.translate(_families())


@cache
def _families() -> dict[int, int]:
    """Every character of the groups to one that stands for all that a chain of likeness leads to."""
    heads: dict[str, str] = {}
    for group in _GROUPS.split():
        met = {heads.get(c, c) for c in group}
        head = min(met)
        heads |= {c: head for c, old in heads.items() if old in met} | dict.fromkeys(group, head)
    return {ord(c): ord(head) for c, head in heads.items()}
