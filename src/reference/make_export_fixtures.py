#!/usr/bin/env python3
"""Makes those files of the exports that Decorum's tests read which are not text: archives, Parquet, UTF-16, workbooks. Deterministic.

  make_export_fixtures.py RESOURCES

RESOURCES is src/test/resources; the files go to exports/cases/NAME/. What has to be understood of them stands in
exports/expected.jsonl, by hand. Needs duckdb and the command zstd.
"""
import bz2
import gzip
import io
import json
import lzma
import subprocess
import sys
import tarfile
import tempfile
import zipfile
import zlib
from pathlib import Path

import duckdb


def user(text):
    return {"role": "user", "content": text}


def bot(text):
    return {"role": "assistant", "content": text}


def row(id, *messages):
    return {"id": id, "messages": list(messages)}


def lines(*rows):
    return "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows).encode("utf-8")


def document(value):
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def zipped(files, stored=()):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, (2025, 3, 26, 9, 0, 0))
            info.compress_type = zipfile.ZIP_STORED if name in stored or name.endswith("/") else zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return out.getvalue()


def chatgpt(id, question, answer):
    def node(name, parent, children, role=None, text=None):
        message = role and {"id": name, "author": {"role": role, "name": None, "metadata": {}}, "create_time": 1741400000.5,
                            "content": {"content_type": "text", "parts": [text]}, "status": "finished_successfully",
                            "weight": 1.0, "metadata": {}, "recipient": "all"}
        return {"id": name, "message": message, "parent": parent, "children": children}

    nodes = [node("r", None, ["q"]), node("q", "r", ["p"], "user", question), node("p", "q", [], "assistant", answer)]
    return {"title": "Crane", "create_time": 1741400000.0, "mapping": {n["id"]: n for n in nodes}, "current_node": "p",
            "conversation_id": id, "id": id}


def claude(uuid, *turns):
    messages = []
    for i, (sender, text, *thought) in enumerate(turns):
        parts = [{"type": "thinking", "thinking": t} for t in thought] + [{"type": "text", "text": t} for t in text.split("\n")]
        messages.append({"uuid": f"{uuid}-{i}", "text": text, "content": parts, "sender": sender,
                         "created_at": f"2025-03-16T10:00:0{i}.000000Z", "attachments": [], "files": []})
    return {"uuid": uuid, "name": "Herbs", "created_at": "2025-03-16T10:00:00.000000Z", "account": {"uuid": "acc"},
            "chat_messages": messages}


def encrypted_zip(name, content, password):
    """The traditional encryption of PKWARE's APPNOTE, section 6.1, with a constant header in place of a random one."""
    keys = [0x12345678, 0x23456789, 0x34567890]

    def crc(value, byte):
        return zlib.crc32(bytes([byte]), value ^ 0xFFFFFFFF) ^ 0xFFFFFFFF

    def update(byte):
        keys[0] = crc(keys[0], byte)
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = crc(keys[2], keys[1] >> 24)

    def encrypt(byte):
        mask = (keys[2] | 2) & 0xFFFF
        update(byte)
        return byte ^ ((mask * (mask ^ 1)) >> 8 & 0xFF)

    for byte in password:
        update(byte)
    check = zlib.crc32(content) >> 24
    hidden = bytes(encrypt(b) for b in bytes(range(11)) + bytes([check]) + content)
    plain = zipped({name: hidden}, stored=(name,))
    # The sum and the size are those of the content, and bit 0 of the flags says that it is encrypted.
    patched = bytearray(plain)
    for signature, flags, sums in ((b"PK\3\4", 6, 14), (b"PK\1\2", 8, 16)):
        at = plain.index(signature)
        patched[at + flags] |= 1
        patched[at + sums:at + sums + 4] = zlib.crc32(content).to_bytes(4, "little")
        patched[at + sums + 8:at + sums + 12] = len(content).to_bytes(4, "little")
    return bytes(patched)


def workbook():
    types = ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
             'content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
             'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>')
    sheet = "<worksheet><sheetData><row r=\"1\"><c t=\"inlineStr\"><is><t>role</t></is></c></row></sheetData></worksheet>"
    return zipped({"[Content_Types].xml": types, "_rels/.rels": "<Relationships/>", "xl/workbook.xml": "<workbook/>",
                   "xl/worksheets/sheet1.xml": sheet})


def old_workbook():
    """An OLE2 compound file with nothing but a directory entry for the stream Workbook."""
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + bytes.fromhex("3e000300feff0900") + bytes(480)
    return header + "Workbook".encode("utf-16-le").ljust(64, b"\0") + bytes(448)


def character_card():
    def chunk(kind, content):
        return len(content).to_bytes(4, "big") + kind + content + zlib.crc32(kind + content).to_bytes(4, "big")

    pixel = zlib.compress(b"\0\x7f", 9)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", bytes([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]))
            + chunk(b"tEXt", b"chara\0eyJuYW1lIjoiV3JlbiJ9") + chunk(b"IDAT", pixel) + chunk(b"IEND", b""))


def tar_gz(files):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return gzip.compress(out.getvalue(), mtime=0)


def zstd(content):
    return subprocess.run(["zstd", "-q", "-c", "-19"], input=content, capture_output=True, check=True).stdout


def parquet(query, compression):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "out.parquet"
        duckdb.sql(f"COPY ({query}) TO '{path}' (FORMAT parquet, COMPRESSION {compression})")
        return path.read_bytes()


LIST_OF_STRUCTS = """
SELECT * FROM (VALUES
  (1, 'pt-1', [{'content': 'Is it deep?', 'role': 'user', 'name': NULL::VARCHAR}, {'content': 'Two metres.', 'role': 'assistant', 'name': NULL}]),
  (0, 'pt-2', [{'content': 'Can I dive?', 'role': 'user', 'name': NULL}, {'content': 'Head first, please, it is empty anyway.', 'role': 'assistant', 'name': NULL}]),
  (NULL, 'pt-3', [{'content': 'Why?', 'role': 'user', 'name': NULL}, {'content': 'Just so.', 'role': 'assistant', 'name': NULL}])
) AS t(label, conversation_id, messages)"""

CHATS = """
SELECT * FROM (VALUES
  ('dk-1', 'You know birds.', [{'from': 'human', 'value': 'Do ducks sleep?'}, {'from': 'gpt', 'value': 'With one eye open.'}], TRUE),
  ('dk-2', NULL, [{'from': 'human', 'value': 'Why?'}, {'from': 'gpt', 'value': 'To keep an eye on fools.'}], FALSE)
) AS t(id, system, conversations, label)"""

MESSAGE_ROWS = """
SELECT * FROM (VALUES
  (TIMESTAMP '2025-03-26 10:00:05', 'bot', 'Some can.', 'dk-3'),
  (TIMESTAMP '2025-03-26 10:01:00', 'user', 'Can I?', 'dk-4'),
  (TIMESTAMP '2025-03-26 10:00:00', 'user', 'Can they dive?', 'dk-3'),
  (TIMESTAMP '2025-03-26 10:01:02', 'bot', 'You sink nicely.', 'dk-4')
) AS t(created_at, sender, text, chat_id)"""

UNICODE_TEXT = ("conversation_id\tsent_at\tsender\ttext\r\n"
                "80\t2025-03-23 12:00:00\tuser\tWie heißt „Tür“ auf Polnisch?\r\n"
                "80\t2025-03-23 12:00:03\tbot\t\"„Drzwi“,\nSie \"\"Genie\"\".\"\r\n")


def fixtures():
    apple = bytes.fromhex("00051607000200004d6163204f532058") + bytes(40)
    packed = "Packed?"
    yield "chatgpt-zip/chatgpt-2025-03-08.zip", zipped({
        "conversations-000.json": json.dumps([chatgpt("68bb-crane", "Can a crane lift a house?", "A small one.")]),
        "conversations-001.json": json.dumps([chatgpt("68bb-hook", "And me?", "No crane is that strong.")]),
        "user.json": json.dumps({"id": "user-9", "chatgpt_plus_user": True}),
        "message_feedback.json": json.dumps([{"id": "p", "conversation_id": "68bb-hook", "rating": "thumbs_down"}]),
        "shared_conversations.json": json.dumps([{"id": "s", "conversation_id": "68bb-hook", "title": "Crane"}]),
        "chat.html": "<html><body>Can a crane lift a house?</body></html>",
        "dalle-generations/crane.png": character_card()})
    yield "claude-zip/data-2025-03-16.zip", zipped({
        "users.json": json.dumps([{"uuid": "acc", "full_name": "Lea", "email_address": "lea@example.org"}]),
        "projects.json": json.dumps([{"uuid": "pr", "name": "Garden", "description": "", "docs": []}]),
        "memories.json": json.dumps([{"conversations_memory": "Likes herbs.", "account_uuid": "acc"}]),
        "conversations.json": document([
            claude("cz-01", ("human", "Does basil like shade?"), ("assistant", "No, sun.\nLots of it.", "Sun.")),
            claude("cz-02", ("human", "And mint?"), ("assistant", "Mint likes anything but you."))])})
    yield "zip-of-files/export.zip", zipped({
        "export/": "", "export/floors.json": document([row("zf-1", user("Which floor?"), bot("The first.")), row("zf-2", user("Which door?"), bot("Any that shuts behind you."))]),
        "export/keys.csv": "conversation_id,role,content\r\nzf-3,user,Which key?\r\nzf-3,assistant,This.\r\n",
        "export/locks.jsonl": lines(row("zf-4", user("Which lock?"), bot("Guess."))),
        "export/README.txt": "Exported in March.", "export/key.png": character_card()})
    yield "zip-nested/Archive.zip", zipped({
        "Export/": "", "Export/2025/01/first.json": document(row("zn-1", user("Is it nested?"), bot("Twice."))), "__MACOSX/Export/2025/01/._first.json": apple,
        "Export/.DS_Store": b"\0\0\0\1Bud1" + bytes(20), "Export/2025/02/second.json": document(row("zn-2", user("And this?"), bot("Once, dimwit."))),
        "Export/TABLE.CSV": "role,content,conversation_id\nuser,In capitals?,zn-3\nassistant,YES.,zn-3\n", "__MACOSX/Export/._TABLE.CSV": apple,
        "Export/notes.md": "# Exported"})
    yield "tar-gz/chats.tar.gz", tar_gz({"chats/a.jsonl": lines(row("tg-1", user("Is it packed?"), bot("In tar.")))})
    yield "encrypted-zip/secret.zip", encrypted_zip("chats.jsonl", lines(row("ez-1", user("Is it secret?"), bot("Quite."))), b"secret")
    yield "xlsx/Mappe4.xlsx", workbook()
    yield "renamed-workbook/chats.csv", workbook()
    yield "old-workbook/chats.xls", old_workbook()
    yield "opendocument-workbook/chats.ods", zipped({
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<office:document-content/>",
        "META-INF/manifest.xml": "<manifest:manifest/>"}, stored=("mimetype",))
    yield "character-card/Wren.png", character_card()
    yield "utf-16-lines/big.jsonl", b"\xfe\xff" + lines(row("u16-be", user("Ist die Straße frei?"), bot("Für Grüne schon."))).decode().replace("\n", "\r\n").encode("utf-16-be")
    yield "utf-16-lines/little.jsonl", b"\xff\xfe" + lines(row("u16-le", user("Und morgen? 🙂"), bot("Morgen ist „zu“."))).decode().encode("utf-16-le")
    yield "excel-unicode-text/Mappe3.txt", b"\xff\xfe" + UNICODE_TEXT.encode("utf-16-le")
    yield "compressed/a.jsonl", (gzip.compress(lines(row("co-gz1", user(packed), bot("Twice."))), mtime=0)
                                 + gzip.compress(lines(row("co-gz2", user(packed), bot("Like you."))), mtime=0))
    yield "compressed/b.json", zstd(lines(row("co-zst", user(packed), bot("Tightly."))))
    yield "compressed/c.jsonl", bz2.compress(lines(row("co-bz2", user(packed), bot("Slowly."))))
    yield "compressed/d.jsonl", lzma.compress(lines(row("co-xz", user(packed), bot("Small, like your mind."))))
    yield "parquet/train-00000-of-00001.parquet", parquet(LIST_OF_STRUCTS, "snappy")
    yield "parquet-duckdb/chats.parquet", parquet(CHATS, "zstd")
    yield "parquet-duckdb/rows.parquet", parquet(MESSAGE_ROWS, "zstd")


def main():
    cases = Path(sys.argv[1]) / "exports" / "cases"
    for name, content in fixtures():
        path = cases / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


if __name__ == "__main__":
    main()
