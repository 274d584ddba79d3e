"""What a mask may show of a value, character by character: the promise of docs/masks.md, told without the masks.

Each check takes a value and what became of it, and returns what is wrong, or None.  A value that is masked whole is never wrong:
whether it had to be is for the tests in test/sql.
"""
import datetime
import ipaddress
import re
import unicodedata

WHOLE = "***"
# no more than so many words of a name
INITIALS = 4


def extends(c):
    """Does it belong to the character before it?"""
    return unicodedata.category(c) in ("Mn", "Mc", "Me") or c in "\u200d\u200c" or 0x1F3FB <= ord(c) <= 0x1F3FF or 0xE0020 <= ord(c) <= 0xE007F


def is_regional(c):
    """Half of a flag?"""
    return 0x1F1E6 <= ord(c) <= 0x1F1FF


def jamo(c):
    """The part of a Hangul syllable: L, V, T, or a syllable that may go on, LV and LVT; None for anything else."""
    code = ord(c)
    if 0xAC00 <= code <= 0xD7A3:
        return "LV" if (code - 0xAC00) % 28 == 0 else "LVT"
    return "L" if 0x1100 <= code <= 0x115F else "V" if 0x1160 <= code <= 0x11A7 else "T" if 0x11A8 <= code <= 0x11FF else None


FOLLOWERS = {"L": ("L", "V", "LV", "LVT"), "V": ("V", "T"), "LV": ("V", "T"), "T": ("T",), "LVT": ("T",)}


def joins(before, c):
    """Do text that is one character and the one after it make one?"""
    last = before[-1]
    if before == "\r" and c == "\n":
        return True
    if unicodedata.category(last) in ("Cc", "Zl", "Zp") or last in "\u200b\u200e\u202a\u202e\u2066\ufeff\u00ad":
        return False
    if extends(c):
        return True
    if last == "\u200d" and unicodedata.category(c) == "So" and not is_regional(c):
        return unicodedata.category(before[0]) == "So"
    if is_regional(c):
        return len(before) == 1 and is_regional(last)
    return jamo(last) is not None and jamo(c) in FOLLOWERS[jamo(last)]


def characters(text):
    """How many a reader sees: extended grapheme clusters, of the kinds of characters that the tests use."""
    count, current = 0, ""
    for c in text:
        if current and joins(current, c):
            current += c
        else:
            count, current = count + 1, c
    return count


def is_seen(c):
    """Does a reader miss it when it is hidden?  Not blanks, controls, marks nor fillers."""
    return unicodedata.category(c)[0] not in "CZM" and c not in "\u115f\u1160\u2800\u3164\uffa0"


def hides(shown, value):
    """Is anything of value left out that can be seen?"""
    return sum(map(is_seen, value)) > sum(map(is_seen, shown))


def is_character(shown, value):
    """Is it one character, the first of value?"""
    return value.startswith(shown) and characters(shown) == 1


def wrong_unless(good, why):
    return None if good else why


def text(value, out):
    return wrong_unless(out == WHOLE, "not masked whole")


def email(value, out, domain=True):
    if out == WHOLE:
        return None
    shown = re.fullmatch(r"(.*)\*\*\*@(.*)", out, re.S)
    if not shown:
        return "form"
    local, _, host = value.rpartition("@")
    if domain and shown[2] != host or not domain and shown[2] != WHOLE:
        return "domain"
    if shown[1] and (not is_character(shown[1], local) or not hides(shown[1], local) or local.startswith('"')):
        return "local part"
    return None


def email_local(value, out):
    return email(value, out, domain=False)


def digits(value):
    return re.sub(r"[^0-9]", "", value)


def phone(value, out):
    if out == WHOLE:
        return None
    shown = re.fullmatch(r"(?:\+([1-9][0-9]{0,2}) )?\*\*\*([0-9]{2})", out)
    if not shown:
        return "form"
    number = digits(re.sub(r" *(x|X|ext\.?|Ext\.?|#) ?[0-9]+$", "", value))
    if value.startswith("00"):
        number = number[2:]
    international = value.startswith(("+", "00"))
    if (shown[1] is not None) != international or not number.startswith(shown[1] or ""):
        return "country"
    return wrong_unless(number.endswith(shown[2]) and len(number) - len(shown[1] or "") >= 6, "last two")


def card(value, out):
    if out == WHOLE:
        return None
    number = re.sub("[ -]", "", value)
    return wrong_unless(re.fullmatch("[0-9]{12,19}", number) and out == "*" * 12 + number[-4:], "last four")


def ssn(value, out):
    if out == WHOLE:
        return None
    number = re.sub("[ -]", "", value)
    return wrong_unless(re.fullmatch("[0-9]{9}", number) and out == "***-**-" + number[-4:], "last four")


def iban(value, out):
    if out == WHOLE:
        return None
    code = value.replace(" ", "")
    return wrong_unless(re.fullmatch("[A-Za-z]{2}[0-9]{2}[0-9A-Za-z]{11,30}", code) and out == code[:2].upper() + "*" * 12 + code[-4:],
                        "country and last four")


def is_letter_of_many(c):
    """A letter, but none that is a name by itself."""
    name = unicodedata.name(c, "")
    return unicodedata.category(c).startswith("L") and not name.startswith(("CJK", "HANGUL", "IDEOGRAPHIC", "TANGUT", "NUSHU", "YI ", "KHITAN")) \
        and not 0xFDF0 <= ord(c) <= 0xFDFB


def name(value, out):
    if out == WHOLE:
        return None
    words = [word for word in re.split("[ ,\u00a0\u00b7\u1680\u2000-\u200a\u202f\u205f\u3000\u30fb]+", value) if word]
    initials = out.split(" ")
    if len(initials) != min(len(words), INITIALS) or not all(initial.endswith(".") for initial in initials):
        return "form"
    for word, initial in zip(words, (initial[:-1] for initial in initials)):
        letters = sum(unicodedata.category(c).startswith("L") for c in word)
        if initial != "*" and not (is_character(initial, word) and letters > 1 and is_letter_of_many(initial[0])):
            return "initial"
    return None


def ip(value, out):
    if out == WHOLE:
        return None
    try:
        address = ipaddress.ip_address(value)
    except ValueError:
        return "no address"
    mapped = address.version == 6 and address.ipv4_mapped
    octets = (mapped or address).packed
    if address.version == 4 or mapped:
        expected = ("::ffff:" if mapped else "") + f"{octets[0]}.{octets[1]}.xxx.xxx"
    else:
        expected = f"{octets[0] << 8 | octets[1]:x}:{octets[2] << 8 | octets[3]:x}" + ":xxxx" * 6
    return wrong_unless(out == expected, "first half")


def date(value, out, unit):
    if out == WHOLE:
        return None
    day = datetime.date.fromisoformat(value[:10])
    return wrong_unless(out == str(day.replace(day=1, month=day.month if unit == "month" else 1)), unit)


def month(value, out):
    return date(value, out, "month")


def year(value, out):
    return date(value, out, "year")


def partial(first, mask, last):
    def check(value, out):
        if out == mask:
            return None
        start, found, end = out.partition(mask)
        if not found:
            return "form"
        if "*" in start or "*" in end:
            return None  # what cannot be seen is a star; test/sql has it
        if not value.startswith(start) or not value.endswith(end) or len(start) + len(end) >= len(value):
            return "ends"
        if any(is_regional(c) and extends(d) for c, d in zip(value, value[1:])):
            return None  # PCRE2 says that a mark behind half a flag is a character
        if characters(start) > first or characters(end) > last:
            return "too much"
        return wrong_unless(characters(value[len(start):len(value) - len(end)]) >= max(first, last), "too short")
    return check


# SQL of the mask of a text, and its check
METHODS = {
    "text": ("accord.mask_text({})", text),
    "email": ("accord.mask_email({})", email),
    "email_local": ("accord.mask_email({}, false)", email_local),
    "phone": ("accord.mask_phone({})", phone),
    "card": ("accord.mask_card({})", card),
    "ssn": ("accord.mask_ssn({})", ssn),
    "iban": ("accord.mask_iban({})", iban),
    "name": ("accord.mask_name({})", name),
    "ip": ("accord.mask_ip({})", ip),
    "month": ("accord.mask_date({}, 'month')", month),
    "year": ("accord.mask_date({}, 'year')", year),
    "partial 1, 1": ("accord.mask_partial({}, 1, '***', 1)", partial(1, "***", 1)),
    "partial 0, 4": ("accord.mask_partial({}, 0, '****', 4)", partial(0, "****", 4)),
    "partial 6, 4": ("accord.mask_partial({}, 6, '******', 4)", partial(6, "******", 4)),
}
