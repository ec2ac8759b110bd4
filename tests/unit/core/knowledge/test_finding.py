"""A point is found however it is usually written; of two readings neither is taken."""

import pytest

from ashi.core.knowledge.errors import AmbiguousPointError, UnknownPointError
from ashi.core.knowledge.points.finding import find_point

WRITINGS = """
ST36: st36 ST-36 St.36 S36 E36 M36 Ma36 ST036 ST–36 ＳＴ３６ 36ST στ36 ΣΤ36 ЅТ36 Zusanli Zúsānlǐ zusanli
ST36: zu2san1li3 足三里 足三里穴 zusanlixue (ST36) "ST36" ST_36 胃36 胃經36 Tsusanli ZÚSĀNLǏ Zu-San-Li
LI4: li4 LI-04 Di4 GI4 Hegu Hégǔ hoku 合谷 He-Gu 大腸4 Lİ4 Lı4 λι4
LU7: lu7 Lu-7 Lieque 列缺 列缺穴
SI3: SI3 Dü3 dü-3 Due3 IG3 Houxi 後溪 后溪 小肠3
GV3: GV3 Du3 DU-3 VG3 LG3 DM3 督3
TE5: TE5 TB5 TW5 TH5 SJ5 TR5 3E5 3H5 3E-5 三焦5 Waiguan
BL23: BL23 B23 UB23 Bl23 V23 ΒL23 βλ23 Shenshu 腎俞 肾俞 肾腧 腎俞穴 θβ23
KI3: KI3 K3 Kid3 Ni3 N3 R3 ΚΙ3 κι3 Taixi
PC6: PC6 KS6 MC6 Pe6 CX6 Neiguan 内关 內關 πψ6
GB30: GB30 VB30 Gb-30 γβ30 Huantiao
LR3: LR3 Liv3 Lv3 LIV-3 Le3 F3 Taichong 太冲 太衝 太沖
HT7: HT7 H7 Ht-7 He7 Shenmen 神门
SP6: SP6 Sp-6 MP6 Mi6 RP6 Rt6 Sanyinjiao 三阴交
CV4: CV4 Ren4 REN-4 RN4 VC4 KG4 JM4 任4 Guanyuan
GV20: GV20 DU20 Du-20 VG20 LG20 Baihui Bǎihuì 百会
BL29: BL29 Zhonglüshu zhonglvshu Zhonglushu Zhonglu:shu
EX-HN3: EX-HN3 EXHN3 ex-hn-3 HN3 Extra-HN3 Yintang 印堂 M-HN-3 ΕΧ-ΗΝ3
EX-B2: EX-B2 ex-b02 Jiaji Huatuojiaji 夹脊 M-BW-35
EX-LE6: EX-LE6 Dannang Dannangxue 胆囊穴 M-LE-23
EX-UE8: EX-UE8 UE8 Luozhen Wailaogong
BL54: BL54 UB54 Zhibian
LU10: P10 LU10
"""
SPACED = [
    ("36 ST", "ST36"),
    ("St 36", "ST36"),
    ("zu san li", "ST36"),
    ("zu2 san1 li3", "ST36"),
    ("  st   36 . ", "ST36"),
    ("ST\u00a036", "ST36"),
    ("S\u200bT36", "ST36"),
    ("Stomach 36", "ST36"),
    ("ST36 Zusanli", "ST36"),
    ("Zusanli (ST 36)", "ST36"),
    ("足三里 (ST36)", "ST36"),
    ("ST36足三里", "ST36"),
    ("LR3/Liv3", "LR3"),
    ("TE 5 (SJ 5)", "TE5"),
    ("C7 Shenmen", "HT7"),
    ("P6 Neiguan", "PC6"),
    ("Futu ST32", "ST32"),
    ("ST36 (Zusanli, 足三里)", "ST36"),
    ("BL-23 Shen Shu / UB23", "BL23"),
    ("acupoint LI4", "LI4"),
    ("Zusanli point", "ST36"),
    ("太渓", "KI3"),
    ("内關", "PC6"),
    ("气戶", "ST13"),
    ("太沖", "LR3"),
    ("EX-BW 2", "EX-B2"),
    ("Large Intestine 4", "LI4"),
    ("Gros intestin 4", "LI4"),
    ("Cœur 7", "HT7"),
    ("Urinary Bladder 23", "BL23"),
    ("Gall Bladder 30", "GB30"),
    ("San Jiao 5", "TE5"),
    ("Triple Warmer 5", "TE5"),
    ("3 E 5", "TE5"),
    ("Dreifacher Erwärmer 5", "TE5"),
    ("Maître du cœur 6", "PC6"),
    ("Vésicule biliaire 34", "GB34"),
    ("Dünndarm 3", "SI3"),
    ("Konzeptionsgefäß 4", "CV4"),
    ("Lenkergefäß 20", "GV20"),
    ("Du Mai 20", "GV20"),
    ("Rèn 12", "CV12"),
    ("EX HN 3", "EX-HN3"),
    ("Hua Tuo Jia Ji", "EX-B2"),
    ("shen shu", "BL23"),
    ("V60", "BL60"),
    ("Fútū", "LI18"),
    ("Fútù", "ST32"),
    ("fu2tu4", "ST32"),
    ("Yīnjiāo", "CV7"),
    ("Ěrjiān", "EX-HN6"),
]
AMBIGUOUS = [
    ("C7", ("HT7", "CV7")),
    ("P6", ("LU6", "PC6")),
    ("Ρ6", ("LU6", "KI6", "PC6")),
    ("Co4", ("LI4", "CV4")),
    ("S6", ("ST6", "SP6", "SI6")),
    ("G20", ("GB20", "GV20")),
    ("L7", ("LU7", "LI7", "LR7")),
    ("V54", ("BL40", "BL54")),
    ("V40", ("BL40", "BL45")),
    ("Futu", ("LI18", "ST32")),
    ("Fútu", ("LI18", "ST32")),
    ("Juliao", ("ST3", "GB29")),
    ("Wangu", ("SI4", "GB12")),
    ("Zhongzhu", ("KI15", "TE3")),
    ("Zhongdu", ("GB32", "LR6")),
    ("Yinjiao", ("GV28", "CV7")),
    ("Heliao", ("LI19", "TE22")),
    ("Erjian", ("LI2", "EX-HN6")),
    ("Zǐgōng", ("CV19", "EX-CA1")),
    ("Sanli", ("LI10", "ST36")),
    ("M-HN-20", ("EX-HN12", "EX-HN13")),
    ("ST36 Hegu", ("LI4", "ST36")),
    ("ST36 ST37", ("ST36", "ST37")),
    ("ST36 Zusanli ST37", ("ST36", "ST37")),
]
UNKNOWN = [
    "", " ", "36", "ST", "3E", "ST46", "ST0", "ST 3 6", "ST3-6", "ST36-37", "ST3.6", "ST+36",
    "ST36a", "ST36 left", "XX5", "BL68", "EX-HN16", "EX1", "Extra 1", "C10", "L15", "T5", "Hegu!",
    "ST1000", "٣٦ST", "\x00", "ST36" * 50, "st36 " * 15, "point", "穴", "xue", "💉",
]  # fmt: skip


@pytest.mark.parametrize(
    ("writing", "code"),
    [
        *(
            (writing, line.partition(":")[0])
            for line in WRITINGS.strip().splitlines()
            for writing in line.partition(":")[2].split()
        ),
        *SPACED,
    ],
)
def test_a_usual_writing_is_found(writing: str, code: str) -> None:
    assert find_point(writing) == code


@pytest.mark.parametrize(("writing", "candidates"), AMBIGUOUS)
def test_two_readings_are_refused_with_both(writing: str, candidates: tuple[str, ...]) -> None:
    with pytest.raises(AmbiguousPointError) as refused:
        find_point(writing)

    assert refused.value.candidates == candidates


@pytest.mark.parametrize("writing", UNKNOWN)
def test_what_is_no_point_is_refused(writing: str) -> None:
    with pytest.raises(UnknownPointError):
        find_point(writing)


@pytest.mark.parametrize(
    ("writing", "first"),
    [("ST46", "ST45"), ("Zusanly", "ST36"), ("Hegou", "LI4"), ("C10", "CV10"), ("BL68", "BL67")],
)
def test_a_slip_is_answered_with_what_it_looks_like(writing: str, first: str) -> None:
    with pytest.raises(UnknownPointError) as refused:
        find_point(writing)

    assert refused.value.near[0] == first
    assert len(refused.value.near) <= 3
