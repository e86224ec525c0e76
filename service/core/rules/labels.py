# ruff: noqa: E501 - data
"""Whole blocks that are page furniture: buttons, form fields, menu entries, ad labels.

`LABELS` go wherever they stand, for no article has such a paragraph. `WEAK_LABELS` are words that
a subheading may also be: they go only beside another removed block. Both are compared with the
block folded (lower case) and stripped of outer marks and counts ("Share 3" is "share").

Source: the standing texts of content management systems and consent, share and sign-up widgets
(WordPress, Disqus, AddThis, Piano, OneTrust) in their own translations.
"""

import re

from service.core.types import Category

_EDGE = re.compile(r"^[\W_]+|[\W\d_]+$")

_LABELS = {
    Category.SUBSCRIPTION: """
subscribe; subscribe now; log in; login; sign in; register; register now; join now; join today
sign me up; see offers; see offer; view offers; try it now; start free trial; get started; activate
subscribe today; create account; create an account; forgot password; already a member; my account
log out; sign out; logout; see subscription options; continue reading; gift this article
jetzt abonnieren; abonnieren; anmelden; einloggen; registrieren; abo; abo abschliessen; zum abo
jetzt testen; jetzt anmelden; passwort vergessen; abmelden; mein konto; login / registrieren; e-paper
se connecter; connexion; s'abonner; je m'abonne; abonnez-vous; s'inscrire; mon compte
suscríbete; suscribite; suscribirse; iniciar sesión; inicia sesión; ingresar; ingresá; ingresa
regístrate; registrarse; registrate; activate; actívate; cerrar sesión
assine; assine já; assine agora; entrar; cadastre-se; fazer login; sair
abbonati; accedi; registrati; login abbonati; inloggen; abonneren; aanmelden
войти; регистрация; подписаться; zaloguj; zaloguj się; zarejestruj się
""",
    Category.NEWSLETTER: """
sign up; sign up now; sign up today; sign up here; signup; newsletter; newsletters; your email; email address; e-mail
your email address; enter your email; enter your email address; email; thanks for signing up; more newsletters; see all newsletters
e-mail-adresse; ihre e-mail-adresse; deine e-mail-adresse; newsletter abonnieren; zum newsletter; zur anmeldung
boletines; más boletines; tu correo electrónico; correo electrónico; inscribirte aquí; inscribirme; suscribirme
adresse e-mail; votre adresse e-mail; votre email; recevoir la newsletter; inscrivez-vous; je m'inscris
seu e-mail; iscriviti; la tua email; inserisci la tua email; nieuwsbrief; рассылка; ваш e-mail
skip past newsletter promotion; after newsletter promotion; privacy notice
""",
    Category.DONATION: """
donate; donate now; donate today; donate here; make a donation; make a contribution; contribute
contribute now; support us; support; give now; become a supporter; become a member; become a patron; give today
support our work; support our journalism; support independent journalism; one-time; one time; other amount
spenden; jetzt spenden; jetzt unterstützen; unterstützen sie uns; unterstützen; mitglied werden
kaffee spendieren; faire un don; je fais un don; je donne; je soutiens; soutenez-nous; nous soutenir
donar; dona; dona ahora; donar ahora; apóyanos; hazte socio; doar; doe agora; apoie; doe
dona ora; sostienici; doneer; doneer nu; steun ons; пожертвовать; поддержать; поддержать нас; wesprzyj nas
""",
    Category.AD: """
advertisement; advertisements; advertising; ad; ads; sponsored; sponsored content; promoted; paid content; paid post
skip ad; remove ads; story continues below; article continues below; scroll to continue; story continues below advertisement
article continues after advertisement; continue reading below; skip advertisement; from our partners; from our advertisers
anzeige; anzeigen; werbung; - anzeige -; publicité; publicidad; publicidade; pubblicità; advertentie; reklama; reklame; реклама; annons; pub; publi; anuncio; anúncio; continua após a publicidade; continua depois da publicidade; continúa después de la publicidad; la suite après cette publicité; nach der anzeige weiterlesen; artikel wird nach der anzeige fortgesetzt
""",
    Category.SOCIAL: """
share; share this; share article; share this article; share this story; share on facebook; share on twitter; tweet
copy link; email this; email this article; share via email; share on linkedin; share on whatsapp; link copied; send by email; print; print this; save; like; follow; follow us; get the app; show more sharing options; more sharing options
share using email; share on pinterest; share on reddit; share to facebook; share to twitter; download the app; pin it; shares
teilen; drucken; merken; auf facebook teilen; auf twitter teilen; artikel teilen; folgen; per e-mail versenden; per mail; versenden; beitrag teilen; tweeten; artikel drucken; twittern
partager; partager sur facebook; partager sur twitter; imprimer; envoyer; envoyer par e-mail; suivez-nous; copier le lien
compartir; compartir en facebook; compartir en twitter; comparte; imprimir; enviar; guardar; síguenos; copiar enlace
compartilhar; compartilhe; condividi; stampa; invia; seguici; delen; deel; afdrukken; поделиться; udostępnij; drukuj
""",
    Category.NAVIGATION: """
menu; home; search; skip to content; skip to main content; skip to navigation; back to top; top; next; previous; close; sections; navigation
main menu; toggle navigation; site map; sitemap; about us; about; contact us; careers; jobs; faq; help; more; show more; load more; see more; see all; view all; read more; loading; loading...; next article; previous article; open menu; close menu
submit; search for:; search query; show search; submit search; all topics; topics; archive; archives; rss; next post; previous post; expand; collapse; view gallery; play video; video player is loading; go; apply; done; ok; cancel
startseite; suche; suchen; menü; nach oben; zum inhalt springen; zum inhalt; weiter; zurück; schließen; mehr; mehr lesen; mehr anzeigen; mehr laden; weiterlesen; alle anzeigen; übersicht; zur startseite; nächster artikel; vorheriger artikel; seitenanfang; kontakt; über uns
accueil; rechercher; recherche; fermer; suivant; précédent; haut de page; lire la suite; voir plus; en savoir plus; aller au contenu; plus
inicio; buscar; cerrar; siguiente; anterior; ver más; leer más; volver arriba; ir al contenido; secciones; portada
início; fechar; próximo; ver mais; leia mais; voltar ao topo; cerca; chiudi; leggi tutto; vai al contenuto; zoeken; sluiten; lees verder; lees meer; поиск; меню; читать далее; szukaj; zamknij; więcej
""",
    Category.LEGAL: """
privacy policy; privacy; terms of service; terms of use; terms; terms and conditions; cookie policy; cookies; accept; accept all; accept cookies; legal; imprint; cookie settings; do not sell my personal information; accessibility; ad choices; adchoices; manage cookies; privacy settings; reject all; i agree; got it
impressum; datenschutz; datenschutzerklärung; agb; nutzungsbedingungen; akzeptieren; alle akzeptieren; cookie-einstellungen; datenschutzeinstellungen; zustimmen; barrierefreiheit
mentions légales; politique de confidentialité; cgu; cgv; accepter; tout accepter; gestion des cookies; aviso legal; política de privacidad; política de cookies; términos y condiciones; aceptar
termos de uso; política de privacidade; aceitar; informativa privacy; note legali; accetta; comment policy; comment guidelines; community guidelines
""",
    Category.RELATED: """
related; related stories; related articles; related content; related topics; related news; related posts; most read; most popular; trending; trending now; recommended; recommended for you; more stories; more news; latest news; latest; up next; read next; you may also like; you might also like; also read; see also; editor's picks; top stories; popular; around the web; from the web; you may like; more from this section; read this next; more on this story; watch more; recent posts; tags; filed under; more on this topic; most viewed; trending stories; what to read next; more like this
mehr zum thema; lesen sie auch; auch interessant; meistgelesen; das könnte sie auch interessieren; weitere artikel; ähnliche artikel; verwandte artikel; zum thema; themen; schlagwörter; schlagworte; neueste artikel; meist gelesen; empfehlungen; aktuelle nachrichten; neueste beiträge; weitere themen; weitere meldungen; das könnte dich auch interessieren; ähnliche beiträge; verwandte themen
à lire aussi; lire aussi; sur le même sujet; les plus lus; articles similaires; voir aussi; à voir aussi; lee también; lea también; te puede interesar; lo más leído; relacionados; noticias relacionadas; más noticias; leia também; mais lidas; veja também; leggi anche; i più letti; articoli correlati; lees ook; meest gelezen; читайте также; по теме; самое читаемое; czytaj także; zobacz też; etiquetas; temas
""",
}

_WEAK_LABELS = """
facebook; twitter; linkedin; whatsapp; pinterest; reddit; instagram; youtube; telegram; tumblr; google+; flipboard; messenger; xing; vk; pocket; tiktok; mastodon; bluesky; threads; disclaimer; learn how; latest; more
once; monthly; annual; annually; yearly; weekly; daily; continue; remind me later; maybe later; ask me later; not now; not today; no thanks; learn more; learn how; find out more; join; join us; tell me more; get in touch; more information; payment methods; payment method; give; pay; dismiss; ×; x; yes; no; thank you; read; click here; sponsor; get the newsletter; edit; buy now; shop now; order now; watch; listen; follow; get involved; free; one month; per month; a month; each month; count me in; i'm in; yes please; select; choose; other; default; details; info
einmalig; monatlich; jährlich; mehr erfahren; hier entlang; später; nein danke; danke; dabei sein; ich bin dabei; hier eintragen; jetzt eintragen; mehr infos; zur übersicht; jetzt kaufen; jetzt bestellen
une fois; mensuel; tous les mois; annuel; en savoir plus; plus tard; je participe; j'en profite; je découvre; merci; une seule fois
una vez; mensual; anual; más información; más tarde; gracias; saber más; quiero ayudar; apúntate; continuar; aceptar
uma vez; mensal; saiba mais; quero assinar; quero ajudar; obrigado; una tantum; mensile; scopri di più; grazie; eenmalig; maandelijks; meer informatie; разово; ежемесячно; подробнее; продолжить; спасибо
"""


def label_key(folded: str) -> str:
    """What a folded block is compared by: lower case, no marks around it and no count behind."""
    return _EDGE.sub("", folded).lower()


def _entries(source: str) -> list[str]:
    keys = (label_key(entry) for line in source.splitlines() for entry in line.split(";"))
    return [key for key in keys if key]


LABELS: dict[str, Category] = {
    entry: category for category, source in _LABELS.items() for entry in _entries(source)
}
WEAK_LABELS = frozenset(_entries(_WEAK_LABELS))
