"""Receipts of invented authorities, honest ones and copies of them: for the bar of evidence reuse.

An honest paper of a form differs from the others only in what was filled in; its figures are drawn anew. A copy
is another seller's honest paper under another name: renamed, saved anew, with other words or figures filled
in, photographed or scanned from paper, or cut.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

Fields = dict[str, str]


@dataclass(frozen=True)
class Form:
    """Printed lines, with places for what is filled in."""

    title: str
    lines: tuple[str, ...]
    size: int = 10


FORMS = {
    "DE": Form(
        "Elektronische Steuererklärung: Übertragungsprotokoll",
        (
            "Finanzamt Berlin International Tax Office, Volkmarstrasse 13, 12099 Berlin, Tel 030 9024 32000",
            "Umsatzsteuer-Voranmeldung 2026, Zeitraum {period}", "Unternehmer: {name}", "Steuernummer {tax}",
            "Transferticket: {ticket}", "Eingang auf dem Server: {day} {time} Uhr", "",
            "Lieferungen zum Steuersatz von 19 %           Kz 81      {base}",
            "Innergemeinschaftliche Lieferungen            Kz 41      {other}",
            "Abziehbare Vorsteuerbetraege                  Kz 66      {input}",
            "Verbleibende Vorauszahlung                    Kz 83      {due}", "",
            "Diese Uebertragung wurde maschinell bestaetigt und ist ohne Unterschrift gueltig.",
            "Bitte bewahren Sie dieses Protokoll mindestens zehn Jahre lang auf.",
        ),
    ),
    "GB": Form(
        "HM Revenue and Customs: VAT return submitted",
        (
            "BT VAT, HM Revenue and Customs, BX9 1WR, United Kingdom", "Business: {name}", "VAT number {tax}",
            "Period {period}", "Form bundle number: {ticket}", "Received {day} at {time}", "",
            "VAT due on sales and other outputs             Box 1   {other}",
            "VAT reclaimed on purchases                     Box 4   {input}",
            "Net VAT to be paid to HMRC                     Box 5   {due}",
            "Total value of sales excluding VAT             Box 6   {base}", "",
            "Keep this receipt for your records. You must keep VAT records for six years.",
        ),
        11,
    ),
    "ES": Form(
        "Agencia Tributaria: justificante de presentacion, modelo 303",
        (
            "Presentacion realizada el {day} a las {time}", "Ejercicio 2026  Periodo {period}",
            "NIF {tax}   Apellidos y nombre o razon social: {name}", "Numero de justificante: {ticket}", "",
            "Base imponible 21 %          07    {base}", "Cuota                        09    {other}",
            "Cuotas deducibles            29    {input}", "Resultado de la liquidacion  71    {due}", "",
            "La autenticidad de este documento puede comprobarse en la sede electronica.",
        ),
        10,
    ),
    "PL": Form(
        "Urzedowe poswiadczenie odbioru (UPO) JPK_V7M",
        (
            "Ministerstwo Finansow, ul. Swietokrzyska 12, 00-916 Warszawa", "Podatnik: {name}", "NIP {tax}",
            "Okres rozliczeniowy {period}", "Numer referencyjny: {ticket}", "Data przyjecia {day} {time}", "",
            "Podstawa opodatkowania 23 %   P_19   {base}", "Podatek nalezny               P_20   {other}",
            "Podatek naliczony             P_43   {input}", "Do zaplaty                    P_51   {due}", "",
            "Dokument zostal wygenerowany automatycznie i nie wymaga podpisu.",
        ),
        9,
    ),
}  # fmt: skip
_FIRMS = "Hengyi Baolong Yuanda Jinxiu Huatai Lanhai Zhongrui Xingke Tianyu Meilin".split()


@dataclass(frozen=True)
class Paper:
    """A file as it was brought: whose, how it was made, and of which paper it is a copy."""

    seller: str
    place: str
    content: bytes
    how: str = "honest"
    of: int | None = None


def fields(chance: Random) -> Fields:
    """What is filled in."""
    digits = lambda k: "".join(chance.choices("0123456789", k=k))
    amount = lambda: f"{chance.randint(1, 99)}.{digits(3)},{digits(2)}"
    return {
        "period": f"{chance.randint(1, 9):02d}", "name": f"Shenzhen {chance.choice(_FIRMS)} {chance.choice(_FIRMS)} Trading Co., Ltd.",
        "tax": digits(11), "ticket": digits(18), "day": f"{chance.randint(1, 28):02d}.{chance.randint(1, 9):02d}.2026",
        "time": f"{chance.randint(8, 20):02d}:{digits(1)}{chance.randint(0, 5)}", "base": amount(), "other": amount(),
        "input": amount(), "due": amount(),
    }  # fmt: skip


def pdf(place: str, filled: Fields, made_by: str = "") -> bytes:
    """The form as its authority would write it."""
    form, target = FORMS[place], io.BytesIO()
    sheet = canvas.Canvas(target, pagesize=A4, invariant=1)
    sheet.setAuthor(made_by)
    sheet.setFont("Helvetica-Bold", form.size + 3)
    sheet.drawString(56, 780, form.title)
    sheet.line(56, 772, 540, 772)
    sheet.setFont("Courier", form.size)
    for number, line in enumerate(form.lines):
        sheet.drawString(56, 745 - number * form.size * 1.9, line.format(**filled))
    sheet.rect(50, 330, 490, 30)
    sheet.save()
    return target.getvalue()


def drawn(content: bytes) -> Image.Image:
    """A page of a PDF as a printer puts it on paper."""
    document = pypdfium2.PdfDocument(content)
    return document[0].render(scale=1.7, grayscale=True).to_pil()


def scanned(chance: Random, page: Image.Image) -> Image.Image:
    """Paper laid on a scanner: turned a little, another size, softer, greyer, with dust."""
    turned = page.rotate(chance.uniform(-2, 2), Image.Resampling.BICUBIC, fillcolor=255)
    scale = chance.uniform(0.75, 1.3)
    sized = turned.resize(
        (round(turned.width * scale), round(turned.height * scale)), Image.Resampling.BICUBIC
    )
    soft = sized.filter(ImageFilter.GaussianBlur(chance.uniform(0.2, 0.9)))
    light = np.asarray(soft, dtype=np.float32)
    light = 255 - (255 - light) * chance.uniform(0.6, 0.95) - chance.uniform(0, 25)
    grain = np.random.default_rng(chance.randint(0, 2**31)).normal(0, chance.uniform(1, 6), light.shape)  # fmt: skip
    return Image.fromarray(np.clip(light + grain, 0, 255).astype(np.uint8))


def cut(chance: Random, page: Image.Image) -> Image.Image:
    """The head or the foot cut off, or a side."""
    share = chance.uniform(0.06, 0.2)
    side = chance.choice(("head", "foot", "left", "right"))
    # Of what is written, not of the sheet: its lower half is empty.
    written, wide = page.height * 0.6, page.width
    box = {
        "head": (0, round(page.height * 0.05 + written * share), wide, page.height),
        "foot": (0, 0, wide, round(page.height * 0.05 + written * (1 - share))),
        "left": (round(wide * share), 0, wide, page.height),
        "right": (0, 0, round(wide * (1 - share)), page.height),
    }[side]
    return page.crop(box)


def jpeg(chance: Random, page: Image.Image) -> bytes:
    target = io.BytesIO()
    page.save(target, "JPEG", quality=chance.randint(35, 85))
    return target.getvalue()


def pdf_of_picture(picture: bytes) -> bytes:
    """A scan as the scanner's own software saves it."""
    target = io.BytesIO()
    sheet = canvas.Canvas(target, pagesize=A4, invariant=1)
    image = Image.open(io.BytesIO(picture))
    scale = min(A4[0] / image.width, A4[1] / image.height)
    sheet.drawImage(ImageReader(image), 0, 0, image.width * scale, image.height * scale)
    sheet.save()
    return target.getvalue()


Copy = Callable[[Random, str, Fields, bytes], bytes]


def _edited(chance: Random, place: str, filled: Fields, *changed: str) -> bytes:
    other = fields(chance)
    return pdf(place, filled | {name: other[name] for name in changed})


COPIES: dict[str, Copy] = {
    "renamed": lambda chance, place, filled, content: content,
    "saved anew": lambda chance, place, filled, content: pdf(place, filled, "another program"),
    "other name": lambda chance, place, filled, content: _edited(
        chance, place, filled, "name", "tax"
    ),
    "other figures": lambda chance, place, filled, content: _edited(
        chance, place, filled, *(name for name in filled if name != "ticket")
    ),
    "scan": lambda chance, place, filled, content: jpeg(chance, scanned(chance, drawn(content))),
    "scan as PDF": lambda chance, place, filled, content: pdf_of_picture(
        jpeg(chance, scanned(chance, drawn(content)))
    ),
    "crop": lambda chance, place, filled, content: jpeg(chance, cut(chance, drawn(content))),
    "scan and crop": lambda chance, place, filled, content: jpeg(
        chance, cut(chance, scanned(chance, drawn(content)))
    ),
}


def generated(seed: int, honest: int, copies: int) -> list[Paper]:
    """Honest papers, one seller each: half PDFs, half scans; then copies of some, under other sellers."""
    chance = Random(seed)
    papers, sources = [], []
    for number in range(honest):
        place, filled = chance.choice(sorted(FORMS)), fields(chance)
        content = pdf(place, filled)
        sources.append((place, filled, content))
        brought = jpeg(chance, scanned(chance, drawn(content))) if number % 2 else content
        papers.append(Paper(f"seller {number}", place, brought))
    ways = sorted(COPIES)
    for number in range(copies):
        # A PDF was edited from the PDF; of a scan there are only pictures to take.
        of, how = chance.randrange(honest), ways[number % len(ways)]
        if how in ("saved anew", "other name", "other figures"):
            of -= of % 2
        place, filled, content = sources[of]
        if how == "renamed":
            content = papers[of].content
            made = content
        else:
            made = COPIES[how](chance, place, filled, content)
        papers.append(Paper(f"copier {number}", place, made, how, of))
    return papers
