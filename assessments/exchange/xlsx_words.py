"""The words of our spreadsheet: its heads, the kinds of its rows, and the sheet that tells how to fill it in.

They are part of the format, and so the same whatever language a page is in.
"""

from kmnet import thai

SHEET, HELP_SHEET = "ตาราง", "วิธีกรอก"

KIND, NUMBER, TEXT, LEVEL, SERVES, STATUS, STARTER, FIRST, ID = (
    "ประเภท",
    "ข้อ",
    "ข้อความ",
    "ระดับ",
    "ตอบเป้าหมายข้อ",
    "สถานะ",
    "ข้อเสนอตั้งต้น",
    "ถ้อยคำแรก",
    "รหัส",
)
HEADS = {KIND: 18, NUMBER: 6, TEXT: 70, LEVEL: 8, SERVES: 18, STATUS: 14, STARTER: 14, FIRST: 40, ID: 38}  # widths
OTHER_HEADS = {
    "ชนิด": KIND,
    "type": KIND,
    "ลำดับ": NUMBER,
    "ข้อที่": NUMBER,
    "no": NUMBER,
    "ถ้อยคำ": TEXT,
    "รายการ": TEXT,
    "text": TEXT,
    "level": LEVEL,
    "ตอบเป้าหมาย": SERVES,
    "เป้าหมายข้อ": SERVES,
    "serves": SERVES,
    "status": STATUS,
    "starter": STARTER,
    "id": ID,
    "identifier": ID,
}

TITLE, PURPOSE, GOAL, KNOWLEDGE, SKILL, INDICATOR = "ชื่อตาราง", "เป้าประสงค์", "เป้าหมาย", "ความรู้", "ทักษะ", "ตัวชี้วัด"
KNOWLEDGE_LEVEL, SKILL_LEVEL = "ชื่อระดับความรู้", "ชื่อระดับทักษะ"
KINDS = (TITLE, PURPOSE, KNOWLEDGE_LEVEL, SKILL_LEVEL, GOAL, KNOWLEDGE, SKILL, INDICATOR)
OTHER_KINDS = {
    "ความรู้(เข้าใจ)": KNOWLEDGE,
    "ทักษะ(ทำเป็น)": SKILL,
    "purpose": PURPOSE,
    "goal": GOAL,
    "knowledge": KNOWLEDGE,
    "skill": SKILL,
    "indicator": INDICATOR,
}

IN_TABLE, WAITING, EXAMPLE, YES = "อยู่ในตาราง", "รอ", "ตัวอย่าง", "ใช่"
WAITING_WORDS = (WAITING, "เสนอ", "ข้อเสนอ")
YES_WORDS = (YES, "x", "✓", "✔", "1", "yes", "true")
NO_WORDS = ("", "ไม่", "ไม่ใช่", "-", "0", "no", "false")

# (kind, number, text, level, serves): rows of the template that show how, and are not taken in
EXAMPLES = (
    (GOAL, "1", "ตัวอย่าง: กรรมการจัดการกลุ่มอย่างเข้มแข็ง", "", ""),
    (GOAL, "2", "ตัวอย่าง: เป็นตัวอย่างให้กับกลุ่มอื่น ๆ", "", ""),
    (SKILL, "", "ตัวอย่าง: การสร้างบรรยากาศ เป็นกันเอง", "", "1, 2"),
    (INDICATOR, "", "ตัวอย่าง: ทักทายและชวนคุยก่อนเริ่มประชุม", "2", ""),
    (INDICATOR, "", "ตัวอย่าง: ช่วยให้คนอื่นสร้างบรรยากาศในแบบของตนได้", "5", ""),
)

HELP = (
    ("กรอกทีละแถวในแผ่น “ตาราง” จากบนลงล่าง", True),
    ("แล้วส่งไฟล์นี้ที่หน้า “นำเข้าตาราง” ของเว็บ ระบบจะให้ดูก่อนว่าจะได้ตารางอย่างไร ยังไม่บันทึกอะไรจนกว่าจะกดยืนยัน", False),
    ("ประเภท", True),
    ("ชื่อตาราง และเป้าประสงค์: อย่างละหนึ่งแถว", False),
    ("เป้าหมาย: หนึ่งแถวต่อหนึ่งเป้าหมาย ใส่เลขข้อในช่อง “ข้อ” (1, 2, 3 …)", False),
    ("ความรู้ หรือ ทักษะ: หนึ่งแถวต่อหนึ่งความสามารถ", False),
    ("ตัวชี้วัด: อยู่ใต้ความสามารถของตน หนึ่งประโยคต่อหนึ่งแถว", False),
    ("ชื่อระดับความรู้ และชื่อระดับทักษะ: วงเรียกระดับ 1 ถึง 5 ว่าอะไร (ไม่กรอกก็ได้)", False),
    ("ระดับ", True),
    ("ของตัวชี้วัดและชื่อระดับ: เลข 1 ถึง 5 ตัวชี้วัดที่ยังไม่รู้ว่าอยู่ระดับใดให้เว้นว่าง จะรอจัดระดับในร่าง", False),
    ("ตอบเป้าหมายข้อ", True),
    ("ของความรู้และทักษะ: เลขข้อของเป้าหมายที่ความสามารถนี้ตอบ หลายข้อคั่นด้วยจุลภาค เช่น 1, 3", False),
    ("สถานะ", True),
    ("เว้นว่าง = อยู่ในตาราง · รอ = ยังเป็นข้อเสนอ · ตัวอย่าง = ไม่นำเข้า (ลบแถวตัวอย่างออกได้)", False),
    ("ช่องอื่น", True),
    ("ข้อเสนอตั้งต้น ถ้อยคำแรก และรหัส มีในไฟล์ที่ส่งออกจากเว็บ ไม่ต้องกรอกเอง", False),
    ("อย่าลบหรือแก้รหัส: รหัสบอกว่าแถวนี้สืบมาจากข้อใดของฉบับก่อน แก้ถ้อยคำได้ตามต้องการ", False),
    ("ข้อควรรู้", True),
    ("พิมพ์เป็นข้อความธรรมดา อย่าใช้สูตร ย้ายลำดับแถวและเว้นแถวว่างได้ เลขไทยก็ได้", False),
)


def key(text):
    """A head or kind to compare: without spaces and other spelling."""
    return thai.search_text(text).replace(" ", "")


HEAD_KEYS = {key(head): head for head in HEADS} | {key(other): head for other, head in OTHER_HEADS.items()}
KIND_KEYS = {key(kind): kind for kind in KINDS} | {key(other): kind for other, kind in OTHER_KINDS.items()}
EXAMPLE_TEXTS = {thai.search_text(text) for _kind, _number, text, _level, _serves in EXAMPLES}
