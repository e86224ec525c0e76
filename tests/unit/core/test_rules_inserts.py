# ruff: noqa: E501 - one block a line
"""Inserts in nine languages, in the middle and at the end of an article: they go, it stays."""

import pytest

from service.core.boilerplate import judge_blocks

ARTICLE = (
    "The harbour council voted on Tuesday to rebuild the old mole, which a storm broke in March.",
    "“Nobody here wants a second winter like this,” said Ina Brekke, who chairs the council.",
    "Work on the mole is to begin in May and to cost 12 million crowns, according to the council.",
    "Brekke said the fishermen would keep their berths in the inner harbour until the autumn.",
    "The storm had thrown boulders of nine tons into the fairway, and the ferry was out of service for a week.",
)
INSERTS: dict[str, tuple[str, ...]] = {
    "en1": (
        "For eleven years the Tidewater Gazette has covered city hall without fear or favor. We don't answer to advertisers.",
        "But newsrooms like ours are disappearing at a rate of two a week.",
        "Will you be one of the 400 people who give this month?",
        "Yes, I'll give",
        "Maybe later",
    ),
    "en2": (
        "This reporting was made possible by our members.",
        "Join them",
    ),
    "en3": (
        "Unlock every story for $1",
        "Get six months of unlimited digital access.",
        "Claim this offer",
        "Already have an account? Sign in",
    ),
    "en4": (
        "We noticed you're using an ad blocker",
        "Ads help pay our reporters. Please allow ads on our site.",
    ),
    "en5": (
        "Everything you need to know before breakfast, five days a week.",
        "Your email",
        "Sign me up",
        "By signing up you agree to our Terms and Privacy Policy.",
    ),
    "en6": ("You have one free article remaining.",),
    "en7": (
        "Nonprofit journalism has never mattered more. Make a year-end gift by Dec. 31 and it will be matched dollar for dollar.",
    ),
    "en8": (
        "Follow the reporter on X: @idaholm",
        "Listen to the episode wherever you get your podcasts.",
    ),
    "en9": (
        "Do you have information about the harbour contracts? Our reporter can be reached securely on Signal.",
    ),
    "en10": (
        "This story is brought to you in partnership with the Coastal Bank.",
        "Learn more",
    ),
    "de1": (
        "Seit 1998 berichten wir unabhängig und ohne Konzern im Rücken über die Küste. Das geht nur, weil viele von Ihnen uns mit kleinen Beträgen tragen.",
        "Machen Sie mit, schon ab 3 Euro im Monat.",
        "Ja, ich bin dabei",
    ),
    "de2": (
        "Weiterlesen mit Küste+",
        "4 Wochen für 1 Euro testen",
        "Danach 9,90 Euro im Monat, jederzeit kündbar.",
        "Sie sind bereits Abonnent? Hier einloggen",
    ),
    "de3": (
        "Der Küstenbrief: Jeden Freitag die wichtigsten Nachrichten aus der Region in Ihrem Postfach.",
    ),
    "de4": ("Haben Sie einen Hinweis für uns? Schreiben Sie an redaktion@kueste.example.",),
    "fr1": (
        "Vous avez lu cet article gratuitement. Il a pourtant un coût.",
        "Notre rédaction de neuf personnes n'appartient à aucun groupe industriel.",
        "Sans vous, Le Quai fermera au printemps.",
        "Donner 5 € par mois",
    ),
    "fr2": (
        "Cet article est réservé à nos abonnés",
        "Profitez de deux mois d'essai à 1 €",
        "Déjà abonné ? Identifiez-vous",
    ),
    "fr3": (
        "Chaque vendredi, l'essentiel de l'actualité du port dans votre boîte mail.",
        "Votre adresse e-mail",
        "Je m'inscris",
    ),
    "es1": (
        "Este reportaje ha sido posible gracias a nuestras socias y socios.",
        "No recibimos dinero de bancos ni de partidos. Si crees en lo que hacemos, ayúdanos a llegar a fin de año.",
        "Quiero colaborar",
    ),
    "es2": (
        "Has alcanzado el límite de artículos gratuitos",
        "Sigue leyendo por 1 euro al mes",
        "¿Ya eres suscriptor? Entra aquí",
    ),
    "es3": (
        "Las noticias del puerto, cada mañana en tu correo.",
        "Suscríbete gratis",
    ),
    "pt1": (
        "Se você chegou até aqui, é porque valoriza o nosso trabalho.",
        "O Cais não tem patrocinadores nem dono. Vive das contribuições de 2.300 pessoas.",
        "Com R$ 10 por mês você garante mais reportagens como esta.",
        "Quero contribuir",
    ),
    "pt2": (
        "Conteúdo exclusivo para assinantes",
        "Já é assinante? Entre",
        "Tenha acesso ilimitado por R$ 1,90 no primeiro mês.",
    ),
    "pt3": ("Quer receber as notícias do porto no celular? Entre no nosso canal do WhatsApp.",),
    "it1": (
        "Il Molo è un giornale piccolo e senza padroni.",
        "Ogni inchiesta costa mesi di lavoro. Se pensi che ne valga la pena, dacci una mano.",
        "Sostieni Il Molo",
    ),
    "it2": (
        "Per leggere l'articolo completo abbonati a 1 euro al mese.",
        "Hai già un abbonamento? Accedi",
    ),
    "nl1": (
        "De Kade heeft geen eigenaar en geen reclame. We bestaan dankzij 3.100 leden.",
        "Word lid voor 4 euro per maand.",
    ),
    "ru1": (
        "Мы работаем без цензуры и рекламы.",
        "Наша редакция существует только благодаря вам. Даже небольшое ежемесячное пожертвование помогает нам писать дальше.",
        "Поддержать",
    ),
    "pl1": (
        "Podoba Ci się ten tekst?",
        "Jesteśmy niezależną redakcją i utrzymujemy się z wpłat czytelników. Wesprzyj nas.",
    ),
    "tr1": (
        "Get The Tide App",
        "Scan the code to get alerts on your phone.",
    ),
}


@pytest.mark.parametrize("place", [3, 5], ids=["middle", "end"])
@pytest.mark.parametrize("name", INSERTS)
def test_insert_goes_and_article_stays(name: str, place: int) -> None:
    texts = (*ARTICLE[:place], *INSERTS[name], *ARTICLE[place:])
    verdicts = judge_blocks(texts)
    kept = [text for text, verdict in zip(texts, verdicts, strict=True) if verdict is None]
    assert kept == list(ARTICLE)
