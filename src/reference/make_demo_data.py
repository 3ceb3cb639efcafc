#!/usr/bin/env python3
"""Makes the training data of the demo model out of DiaSafety's training split, so that it learns chats, and not pairs of messages alone.

  make_demo_data.py TRAIN.jsonl OUT.jsonl [--seed 7]

Every dialogue is written twice: as it is, and as the end of a chat. The chat has a persona, names, and 2 to 8 earlier messages, which
are the contexts and replies of other dialogues whose reply is labelled safe. The label is that of the last reply. Ids end in
"-plain" and "-chat". Nothing but the training split is used.
"""
import argparse
import json
import random

BOT_NAMES = ("Bot, Mia, Leo, Aria, Captain Reed, Dr. Osei, Luna, Kenji, Sofia, Rook, Professor Finch, Ivy, Amara, Grandma Rose, "
             "Zed, Noor, Felix, Barista Sam, Hana, Viktor, Willow, Coach Dana, Juniper, Theo").split(", ")
USER_NAMES = "You You You You User Alex Jordan Kim Anon Pat Robin me Chris".split()
PERSONAS = [
    "A friendly companion who likes long walks and good questions.",
    "A retired sea captain who tells stories and never hurries.",
    "A curious student of history who loves old maps.",
    "Calm, polite and a little shy. Works in a bookshop.",
    "A sarcastic detective in a rainy city.",
    "A fitness coach with too much energy.",
    "An assistant that answers questions about everyday life.",
    "A barista who remembers every order and gives advice nobody asked for.",
    "A space pilot far from home, talking over a crackling radio.",
    "A grandmother who bakes, knits and worries about everyone.",
    "Your best friend from school. Likes music, cats and video games.",
    "A knight of an old order, sworn to protect the village.",
]


def texts(row):
    return [message["message"] for message in row["chat_history"]]


def chat(row, safe, chance):
    """The dialogue behind earlier messages of other dialogues, under other names."""
    bot, user = chance.choice(BOT_NAMES), chance.choice(USER_NAMES)
    earlier = []
    for other in chance.sample(safe, chance.randint(1, 4)):
        if other["id"] != row["id"]:
            earlier += texts(other)
    messages = earlier + texts(row)
    return {**row, "id": row["id"] + "-chat", "bot_name": bot, "user_name": user, "memory": chance.choice(["", *PERSONAS]),
            "chat_history": [{"sender": "user" if i % 2 == 0 else bot, "message": text} for i, text in enumerate(messages)]}


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("train")
    arguments.add_argument("out")
    arguments.add_argument("--seed", type=int, default=7)
    given = arguments.parse_args()
    chance = random.Random(given.seed)
    with open(given.train, encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    safe = [row for row in rows if row["label"] == 1 and len(texts(row)) % 2 == 0]
    with open(given.out, "w", encoding="utf-8") as file:
        for row in rows:
            for made in ({**row, "id": row["id"] + "-plain"}, chat(row, safe, chance)):
                file.write(json.dumps(made, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
