from forms.refinements.currencies import DIGITS


def test_every_currency_has_a_code_of_three_letters_and_its_digits() -> None:
    assert all(len(code) == 3 and code.isupper() for code in DIGITS)
    assert (DIGITS["CNY"], DIGITS["JPY"], DIGITS["KWD"], DIGITS["CLF"]) == (2, 0, 3, 4)
