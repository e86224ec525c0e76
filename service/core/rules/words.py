# ruff: noqa: E501, SIM905 - word lists read best as running text
"""Word classes of the languages of the news: who is addressed, what is asked, what is narrated.

One class is one frozen set of lower-case words over all languages, so that a rule reads the same
in each of them. A word that means something else in another language of the list stays out
(German "die", French "on"), unless it is harmless there.

Source: the closed classes (pronouns, articles, prepositions) follow the languages' grammars as the
stop lists of the Snowball project give them; the open ones (asking, reporting, media) are
synonyms listed by hand from dictionaries of each language, not from any evaluated text.
"""

import re
from enum import IntEnum, auto


class WordClass(IntEnum):
    """What a word does in a block; the value is its place in `Line.counts`."""

    FUNCTION = 0  # articles, prepositions, conjunctions: running text is full of them
    YOU = auto()  # the reader is addressed
    WE = auto()  # the outlet speaks of itself
    GIVE = auto()  # giving money or support
    SUBSCRIBE = auto()
    MAILING = auto()  # newsletters and where they arrive
    ACCOUNT = auto()
    PLATFORM = auto()  # social networks, apps
    PRESS = auto()  # journalism as a trade
    ASK = auto()  # imperatives and nouns of a call to act
    REPORT = auto()  # reporting verbs
    THIRD = auto()  # third person


_FUNCTION = """
a an the and or but of to in on at by for from with as that this these those is are was were be
been has have had not it its which who when while after before about into over than also there
der das den dem des ein eine einen einem einer und oder aber von zu im am auf für mit als dass
dieser diese dieses ist sind war waren wird werden hat haben hatte nicht es sich auch nach bei
aus über durch wie wenn noch nur einem vom zum zur
le la les un une des du et ou mais de à dans sur par pour avec que qui ce cette ces est sont était
été ont pas il elle ne se au aux plus comme
el los las una unos y o pero del en por para con sin lo al es son era fue han su sus como más
os as um uma e mas do da dos das em no na nos nas por com não é são foi ao aos às
il lo gli i uno ed ma di della dei delle degli nel nella con per che è sono non si al alla dal
de het een en van voor met op te dat die zijn niet ook aan bij naar om
и в во не на что он с со как а то все она так его но по к у же из за от о это для был была были
w i na z do się nie że jest o od po za jak przez był dla
och att det som en på är av för med den till inte
"""
_YOU = """
you your yours yourself you're you've you'll you'd
du dich dir dein deine deinen deiner deinem euch euer eure eurem euren eurer
vous votre vos toi usted ustedes tú tus te ti contigo vosotros
você vocês teu tua teus tuas voi vostro vostra vostri tuo tuoi
jij je jouw jullie uw вы вас вам вами ваш ваша ваше ваши вашу вашей ваших вашего
ciebie ci twój twoja twoje wasz ditt dina chcesz możesz czytasz
puedes crees quieres tienes lees eres puoi credi vuoi hai pensi leggi хотите можете читаете
"""
# German and Italian address politely with words that are others in lower case.
POLITE = frozenset("Sie Ihnen Ihr Ihre Ihren Ihrem Ihrer Ihres Lei Suo Sua Suoi Sue".split())
_WE = """
we us our ours we're we've we'll ourselves
wir uns unser unsere unseren unserem unserer unseres
nous notre nosotros nuestro nuestra nuestros nuestras nosso nossa nossos nossas nós
noi nostro nostra nostri nostre wij ons onze мы нам нами наш наша наше наши нашу нашей наших нашего
nasz nasza nasze vår vårt våra
somos hemos queremos podemos seguimos trabajamos creemos necesitamos hacemos vivimos estamos
tenemos pedimos recibimos publicamos fazemos precisamos vivemos temos acreditamos dependemos
trabalhamos publicamos siamo abbiamo facciamo crediamo viviamo lavoriamo vogliamo possiamo
raccontiamo dacci aiutaci jesteśmy mamy chcemy możemy potrzebujemy utrzymujemy tworzymy piszemy
"""
_GIVE = """
donate donated donates donating donation donations donor donors contribute contribution
contributions contributor contributors support supporting supporter supporters supported
sustain fund funded funding crowdfunding gift gifts pledge membership
spende spenden spendet spendest unterstütze unterstützen unterstützt unterstützung förderer
fördern förderabo beitrag kaffeespende don dons soutenez soutien soutenir donner donateur donateurs
dona donar donación donaciones donativo apoya apoyo apóyanos apoyar colabora contribuye contribución
doe doar doação doações apoie apoio apoiar contribua colabore donazione donazioni donare
sostieni sostegno sostenere sostenitori contributo steun steunen doneer doneren donatie donaties
поддержи поддержите поддержать поддержка поддержку пожертвование пожертвования пожертвуйте донат
wesprzyj wspieraj wsparcie darowizna darowiznę wpłacam wpłata wpłat wpłaty stöd donera bidra
contribuições contribuir colaborar colabora apoyarnos ledendonatie beträgen contribuer contribuez
"""
_SUBSCRIBE = """
subscribe subscribed subscribes subscribing subscriber subscribers subscription subscriptions
unlimited paywall trial premium epaper
abo abos abonnieren abonniere abonnement abonnements abonnent abonnenten probeabo digitalabo bezahlschranke
abonnez abonner abonné abonnés illimité suscríbete suscribirse suscripción suscriptor
suscriptores suscribite suscríbase ilimitado ilimitada assine assinar assinatura assinante assinantes
abbonati abbonamento abbonamenti abbonato abonneer abonnee abonnees proefabonnement
подписка подписку подписки оформите subskrypcja prenumerata prenumerera
"""
_MAILING = """
newsletter newsletters inbox inboxes mailing briefing briefings email emails mail
mails posteingang postfach infolettre boletín boletines boletim nieuwsbrief
рассылка рассылку рассылки biuletyn nyhetsbrev mailbox alerts correo courriel
"""
_ACCOUNT = """
log login logged register registered registration account password username signup signup
anmelden anmeldung einloggen registrieren registrierung konto passwort kundenkonto
connexion connectez inscrivez registrarse regístrate registrate
cuenta contraseña senha cadastre cadastro accedi registrati registrazione inloggen
войти регистрация зарегистрируйтесь
"""
_PLATFORM = """
facebook twitter instagram whatsapp telegram youtube linkedin pinterest tiktok snapchat threads
bluesky mastodon reddit flipboard app apps podcast podcasts spotify android ios iphone ipad
rss messenger вконтакте телеграм soundcloud
"""
_PRESS = """
journalism journalist journalists newsroom newsrooms newspaper magazine reporting coverage stories
readers reader ads advertising advertisers advertisement independent nonprofit publisher
journalismus journalisten journalistinnen redaktion zeitung magazin leser leserinnen unabhängig
unabhängigen unabhängiger unabhängige werbung werbefrei
journalisme journalistes rédaction lecteurs lectrices indépendant indépendante indépendants publicité
periodismo periodistas redacción lectores independiente jornalismo jornalistas leitores
independente giornalismo giornalisti redazione lettori indipendente journalistiek onafhankelijke lezers
журналистика журналистики журналистов журналисты редакция редакции читатели читателей независимая
независимой независимую dziennikarstwo czytelnicy niezależne
"""
_ASK = """
please help click join become sign get download follow try start consider visit tap
bitte hilf helfen helft klicken hier jetzt werden folgen folge folgt laden gratis kostenlos
cliquez rejoignez devenez inscrivez découvrez téléchargez suivez merci aidez
haz clic únete hazte descarga síguenos recibe suscribe gracias ayuda ayúdanos
clique junte torne baixe siga receba ajude clicca iscriviti diventa scarica seguici aiutaci grazie
klik volg download meld help ontvang подпишитесь присоединяйтесь скачайте читайте станьте помогите
kliknij dołącz zapisz pobierz
"""
_REPORT = """
said says told tells added reported asked argued claimed announced according wrote stated
noted explained testified replied insisted alleged warned
sagte sagt erklärte teilte berichtet berichtete laut zufolge betonte äußerte schrieb
dit déclaré affirmé expliqué indiqué selon précisé estime ajouté
dijo afirmó declaró explicó según aseguró señaló añadió informó indicó
disse afirmou declarou explicou segundo informou
detto dichiarato spiegato secondo affermato zei zegt verklaarde volgens
сказал сказала заявил заявила сообщил сообщила сообщает словам powiedział powiedziała poinformował sade
"""
_THIRD = """
he him his she her hers they them their himself herself himself
er ihm ihn sie ihr ihre ihren elle ils elles lui leur leurs
él ella ellos ellas ele ela eles elas lui lei loro hij zij hun haar
он она они его её ее их ему ей им ona jego jej ich han hon
"""

_SOURCES = {
    WordClass.FUNCTION: _FUNCTION,
    WordClass.YOU: _YOU,
    WordClass.WE: _WE,
    WordClass.GIVE: _GIVE,
    WordClass.SUBSCRIBE: _SUBSCRIBE,
    WordClass.MAILING: _MAILING,
    WordClass.ACCOUNT: _ACCOUNT,
    WordClass.PLATFORM: _PLATFORM,
    WordClass.PRESS: _PRESS,
    WordClass.ASK: _ASK,
    WordClass.REPORT: _REPORT,
    WordClass.THIRD: _THIRD,
}


def _invert() -> dict[str, tuple[int, ...]]:
    classes: dict[str, list[int]] = {}
    for word_class, source in _SOURCES.items():
        for word in dict.fromkeys(source.split()):
            classes.setdefault(word, []).append(int(word_class))
    return {word: tuple(found) for word, found in classes.items()}


WORDS = _invert()
# "don't" is one word, but in "l'abonnement" the article stands apart.
_TOKEN = re.compile(r"\w+(?:'(?:t|s|re|ve|ll|d|m)\b)?", re.IGNORECASE)
_FOLDED = str.maketrans("’‘ʼ`\xa0\u202f\u2009\n\r", "''''     ")


def fold(text: str) -> str:
    """Replace the signs that have several forms: apostrophes, spaces, line ends."""
    return text.translate(_FOLDED)


def tokenize(folded: str) -> list[str]:
    """The words of a folded text, in their own case."""
    return _TOKEN.findall(folded)
