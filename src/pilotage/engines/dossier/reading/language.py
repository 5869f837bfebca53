"""The language of a page without Chinese, by its commonest words; empty where nothing tells."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pilotage.engines.dossier.reading.lines import Line

# Short words of running text, and words of registers, that the others do not have.
_WORDS = {
    "en": "the of and to is that this hereby under day company certificate address registered",
    "de": "der die und des ist für mit sitz geschäftsführer handelsregister eingetragen gesellschaft",
    "fr": "le les et du des est société siège immatriculation registre capital",
    "it": "il della di delle che società sede iscrizione registro imprese capitale",
    "es": "el los las del y que sociedad registro mercantil domicilio certificado",
    "pt": "o os da do das dos que empresa registro sede certidão",
    "nl": "het een van en is de vennootschap handelsnaam vestiging",
    "pl": "i w z oraz na jest spółka siedziba rejestr przedsiębiorców",
    "tr": "ve bir için ile ticaret sicil şirket adres",
    "vi": "và của công ty giấy chứng nhận đăng ký địa chỉ",
    "id": "dan yang di perseroan terbatas nomor alamat",
    "cs": "a se na je společnost sídlo obchodní rejstřík",
    "ro": "și de la în societate sediu registrul comerțului",
    "sv": "och att är för bolag säte organisationsnummer",
}
_ENOUGH = 4


def language_of(lines: Sequence[Line]) -> str:
    """A two-letter code; Chinese as soon as a tenth of the print is."""
    text = " ".join(line.text for line in lines)
    said = len(re.findall(r"[^\W\d_]", text))
    if said < 40:
        return ""
    if len(re.findall(r"[㐀-鿿]", text)) > 0.1 * said:
        return "zh"
    words = re.findall(r"[^\W\d_]+", text.lower())
    found = {name: sum(word in own.split() for word in words) for name, own in _WORDS.items()}
    best = max(found, key=lambda name: found[name])
    second = max(count for name, count in found.items() if name != best)
    return best if found[best] >= _ENOUGH and found[best] > 1.5 * second else ""
