"""Which text counts as an e-mail address or as an international phone number."""

import re

# The rule of the HTML standard for <input type="email">: ASCII only, and `a@b` is an address.
_ATOM = r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_EMAIL = re.compile(rf"{_ATOM}@{_LABEL}(?:\.{_LABEL})*")

# Two-digit beginnings of ITU-T E.164 under which numbers are given out in blocks of three digits.
_THREE_DIGIT_BLOCKS = frozenset(
    re.findall("[0-9]+", "21 22 23 24 25 26 28 29 35 37 38 42 50 59 67 68 69 80 83 85 87 88 89 96 97 99")
)

# Country codes of E.164 (1 and 7 stand for whole zones). Kazakhstan, Curaçao and the Vatican are told from their
# neighbours by their first national digits.
_COUNTRY_CODES = frozenset(
    re.findall(
        "[0-9]+",
        """
        1 7 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 76 77
        81 82 84 86 90 91 92 93 94 95 98 211 212 213 216 218 220 221 222 223 224 225 226 227 228 229 230 231 232 233
        234 235 236 237 238 239 240 241 242 243 244 245 246 248 249 250 251 252 253 254 255 256 257 258 260 261 262
        263 264 265 266 267 268 269 291 297 298 299 350 351 352 353 354 355 356 357 358 359 370 371 372 373 374 375
        376 377 378 379 380 381 382 383 385 386 387 389 420 421 423 500 501 502 503 504 505 506 507 508 509 590 591
        592 593 594 595 596 597 598 670 672 673 674 675 676 677 678 679 680 681 682 683 685 686 687 688 689 690 691
        692 850 852 853 855 856 880 886 960 961 962 963 964 965 966 967 968 970 971 972 973 974 975 976 977 992 993
        994 995 996 998 5999 3906698
        """,
    )
)
_LONGEST_CODE = max(map(len, _COUNTRY_CODES))
_SUBSCRIBER_DIGITS = range(4, 21)

_DIGITS_TO_THE_END = re.compile(r"[0-9]+\Z")
_LONGEST_NUMBER = 40


def is_email(text: str) -> bool:
    """Is the whole text one e-mail address?"""
    return _EMAIL.fullmatch(text) is not None


def is_phone(text: str) -> bool:
    """Does the text end in an international number: `+` or `00`, country code, area, 4 to 20 more digits, no spaces?

    What stands before the `+` does not matter, so `tel:+4930664040900` is a number, as it is for the viewer.
    """
    end = _DIGITS_TO_THE_END.search(text)
    if end is None:
        return False
    digits = end.group()
    if text[: end.start()].endswith("+") and _is_number(digits):
        return True
    digits = digits[-_LONGEST_NUMBER:]
    starts = (at + 2 for at in range(len(digits) - 1) if digits.startswith("00", at))
    return any(_is_number(digits[start:]) for start in starts)


def _is_number(digits: str) -> bool:
    lengths = range(1, _LONGEST_CODE + 1)
    return any(digits[:length] in _COUNTRY_CODES and _is_national(digits[length:]) for length in lengths)


def _is_national(digits: str) -> bool:
    if not digits or digits[0] == "0":
        return False
    return len(digits) - _area_length(digits) in _SUBSCRIBER_DIGITS


def _area_length(digits: str) -> int:
    if digits[0] in "17":
        return 1
    return 3 if digits[:2] in _THREE_DIGIT_BLOCKS else 2
