# ruff: noqa: E501 - one cue a line, so that a diff shows which one changed
"""Phrases that give a block away, by category, in the languages of the news.

A cue is data: its rule name, category, points, the words that must be near, and a pattern that is
searched in the folded block (lower case, straight apostrophes, single spaces). Points are those of
`service.core.rules.evidence`: 4 is enough by itself, 2 or 3 need company.

Source: the fixed formulas of calls to give, subscribe, sign up, follow and download as outlets of
each language print them (written from general knowledge of the genre; no text of an evaluation
set, no outlet's name); jusText and boilerpy3 for the end-of-article markers.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from service.core.types import Category

# Cues are found by the first letters of a trigger word, so that inflections need no own entry.
TRIGGER_LENGTH = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One phrase. `triggers`: words of which the block must have one (by their first 4 letters)."""

    rule: str
    category: Category
    points: int
    triggers: tuple[str, ...]
    pattern: re.Pattern[str]


_MEDIA = (
    r"(?:journalism|reporting|newsroom|newspaper|magazine|media|news|coverage|work|site|website"
    r"|publication|mission|cause|podcast)"
)
_NETWORK = (
    r"(?:facebook|twitter|instagram|whatsapp|telegram|youtube|linkedin|pinterest|tiktok|snapchat"
    r"|threads|bluesky|mastodon|reddit|flipboard|google news|rss|x\b)"
)
_PRICE = r"(?:(?:us|a|c|r)?[$€£₹₽]\s?\d+(?:[.,]\d+)?|\d+(?:[.,]\d+)?\s?(?:€|\$|£|euros?|eur|chf|dollars?|kr|zł|руб\w*|₽))"

# rule | points | triggers | pattern
_DONATION = rf"""
support-press|4|support fund protect sustain|\b(?:support|fund|sustain|protect|defend|sponsor)(?:ing|s)? (?:(?:our|independent|local|real|quality|nonprofit|non-profit|public|fearless|free|honest|investigative|trusted|community|in-depth|high-quality|this|more|great|the|us|and|,) ?){{1,4}}(?:\w+ )?(?:journalism|reporting|newsroom|media\b|news\b|magazine|our work|press\b)
your-gift-helps|4|support contrib donat gift help member generos financ purchas subscri dollar|\byour (?:\w+ )?(?:support|contribution|donation|gift|membership|help|generosity|subscription|dollars?)s?\b[^.!?]{{0,50}}?\b(?:helps?|makes?|allows?|enables?|ensures?|means|keeps?|goes|is (?:critical|vital|essential|needed|crucial|what)|matters?|lets?|powers?|supports?|funds?|sustains?|counts?)\b
need-your-help|4|need rely depend count|\b(?:needs?|rely|relies|depends?|counts?|counting) (?:up)?(?:on )?(?:you\b|your (?:\w+ ){{0,2}}(?:help|support|donations?|contributions?|generosity))
small-favour|4|favor favou|\b(?:small|little|quick|big) favou?r\b|\bfavou?r to ask\b
make-gift|3|contrib donat gift pledg|\b(?:make|making|consider|give|giving) (?:\w+ )?(?:a|an|your) (?:[\w-]+ ){{0,3}}(?:contribution|donation|gift|pledge)\b
consider-giving|4|consider|\b(?:please|you(?:'ll)?|and) (?:\w+ )?consider (?:becoming|making|supporting|donating|contributing|subscribing|a (?:\w+ )?(?:donation|gift|contribution)|joining|buying|giving)
become-member|3|become becoming|\bbecom(?:e|ing) an? (?:[\w-]+ ){{0,3}}(?:member|supporter|patron|donor|friend|insider|sustainer|contributor|backer)\b
donate-now|4|donat contrib give|\b(?:donate|contribute) (?:now|today|here|online|to (?:us|our|keep|help)|via|by (?:check|cheque|card|paypal)|monthly|once|any amount)\b
click-to-give|4|donat contrib support give|\b(?:click|tap|go) (?:\w+ ){{0,3}}to (?:donate|contribute|support|give)\b
like-you|4|reader member viewer listener support people donor|\b(?:readers?|members?|viewers?|listeners?|supporters?|people|donors?|subscribers?)(?:,? (?:and|&) \w+)?,? (?:just )?like you\b
if-each-of-you|4|if wenn si se als|\bif (?:just |only |even )?(?:\d[\d,.]*|one in \w+|each|half|all|every one|everyone)\b[^.?!]{{0,25}}\b(?:of you|of our readers|reading this|who reads?)\b
reader-funded|3|reader listener member donor communit|\b(?:reader|listener|viewer|member|donor|community|crowd)[- ](?:funded|supported|powered|owned)\b
funded-by-readers|3|funded supported possible powered|\b(?:funded|supported|made possible|powered|financed)\b[^.]{{0,30}}\b(?:by|through)\b[^.]{{0,30}}\b(?:you|readers|members|donors|donations|contributions|audience|community|listeners|subscribers)\b
value-our-work|4|value enjoy apprec like believ care trust rely find read|\bif (?:you|everyone)(?:'ve| have| who)? ?(?:[\w,']+ ){{0,3}}(?:value|like|likes|enjoy|enjoyed|appreciate|believe in|care about|trust|rely on|liked|find|found|read)\b[^.?!]{{0,40}}\b(?:our|what we|we do|this (?:article|story|post|site|piece|content|work|kind|type)|helps?)\b
buy-coffee|4|coffee kaffee cafe café|\b(?:buy|bring|get) (?:us|me) a (?:cup of )?coffee|kaffee (?:spendieren|ausgeben)|kaffeespende|offre[zr].{{0,15}}un café
as-little-as|3|little just just from only|\b(?:from|for|with|starting (?:at|from)) (?:as little as|just|only|as low as) {_PRICE}
tax-deductible|3|deduct 501|\btax[- ]deductible|501\(c\)
pay-rails|3|paypal patreon iban spendenkonto liberapay steady betterplace|\b(?:paypal|patreon|iban|spendenkonto|liberapay|betterplace)\b
keep-free|4|keep keeps keeping|\bkeep(?:s|ing)? (?:(?:our|this|us|your|independent|local|quality) (?:[\w-]+ ){{0,3}}|the (?:\w+ )?(?:journalism|site|website|paper|magazine|newsroom|podcast|presses|news) )(?:free\b|independent|alive|going|open\b|accessible|strong|running|afloat)
help-us|3|help helping|\bhelp(?:ing)? (?:us|\w+ us)(?: to)? (?:keep|continue|fund|report|stay|tell|reach|build|hire|fight|grow|cover|raise|meet|produce|provide|deliver|publish|remain|survive|do|make|sustain|bring|hold|expose|uncover|investigate)
free-to-read|2|paywall free|\b(?:no|without an?|put up an?|behind an?) paywall|\bfree (?:for|to) (?:all|everyone|read|access)
our-press|2|journal report newsroom coverage|\bour (?:\w+[ ,]*(?:and )?){{0,3}}(?:journalism|reporting|newsroom|journalists|reporters|coverage)\b
stand-with-us|4|stand standing join thank|\bthank you for (?:standing with|supporting|your support|reading|being)|\bstand with us\b
ad-revenue|3|advert|\badvertising (?:revenues?|income|dollars|support)[^.]{{0,60}}\b(?:fall|fell|drop|declin|vanish|disappear|not enough|no longer|dried)
costs-money|3|cost costs expens takes cuest cust costa coût prix travai arbeit trabaj lavor|\b(?:our work|this work|journalism|reporting|commitment|investigations?) (?:\w+ ){{0,2}}(?:costs?|is expensive|takes (?:time|money|resources|a lot))\b|\b(?:periodismo|jornalismo|giornalismo|journalisme|reportajes?|reportagens|inchieste|enquêtes)\b[^.]{{0,40}}\b(?:cuestan?|custam?|costano?|coûtent?|a un (?:prix|coût)|tem um custo)\b|\b(?:notre|ce) travail\b[^.]{{0,20}}\b(?:a un (?:coût|prix)|coûte)\b|\b(?:unsere|diese) arbeit\b[^.]{{0,20}}\bkostet\b|\b(?:nuestro|este) trabajo\b[^.]{{0,20}}\b(?:cuesta|tiene un (?:coste|costo))\b|\b(?:nosso|este) trabalho\b[^.]{{0,20}}\bcusta\b|\b(?:questo|nostro) lavoro\b[^.]{{0,20}}\b(?:costa|ha un costo)\b
every-gift-counts|4|every dollar amount contrib donat gift|\b(?:every|any|each|no|one|a single) (?:[\w-]+ ){{0,2}}(?:dollar|pound|euro|cent|contribution|donation|gift|amount|bit|penny)s?\b[^.!?]{{0,40}}\b(?:counts?|helps?|matters?|makes?|goes|is (?:too small|appreciated|welcome)|will be|big or small|large or small|however)\b
no-paywall-us|3|paywall sharehol billion corporat owner|\b(?:no|without|free (?:of|from)|don't have|not have|have no|never put|never be) (?:an? )?(?:\w+ )?(?:paywalls?|shareholders?|billionaires?(?: owners?)?|corporate (?:owners?|backers|masters)|owners?|commercial interests)\b
rely-on-readers|3|rely relies depend reader support generos|\b(?:rely|relies|relying|depend|depends|counts?|survives?|exists?) (?:\w+ )?(?:up)?on (?:the )?(?:[\w-]+ ){{0,3}}(?:readers?|donations?|contributions|supporters|members|generosity|community|audience|subscribers|people like)\b
not-without-you|4|without alone can't cannot impossi ohne sans sin sem senza|\b(?:can't|cannot|couldn't|could not|impossible to) (?:\w+ ){{0,3}}(?:without you\b|without your|alone\b)
matters-to-you|3|matter wichti|\bif [^.?!]{{0,60}}\bmatters? to you\b|\bwenn (?:ihnen|dir|euch) [^.?!]{{0,60}}\bwichtig\b
even-small|3|even just selbst schon même incluso mesmo anche ab euro|\beven (?:just )?[$£€]\d+|\b(?:selbst|schon) (?:mit )?\d+ (?:euro|€)|\bmême \d+ (?:euros?|€)|\bab (?:nur )?(?:\d+|einem|zwei|drei|vier|fünf|zehn) (?:euro|€)(?! pro stunde)
chip-in|4|chip pitch|\b(?:chip|pitch) in\b[^.]{{0,40}}(?:\$|£|€|\d|today|now|help|support|few|little|whatever|what you|any amount)|\b(?:can|could|will|would) you (?:chip|pitch) in\b
will-you-help|4|will can could would please|\b(?:will|can|could|would|won't) you (?:\w+ ){{0,2}}(?:help|support|join|donate|give|contribute|become|consider|make|be (?:one|part) of)\b[^.!]{{0,80}}\?
goal-of-donors|3|goal raise raised match doubl tripl|\b(?:our|the) (?:\w+ )?(?:fundraising |campaign |year-end |membership )?goal (?:of|is|by)\b[^.]{{0,40}}(?:\$|€|£|donors|members|supporters|readers)|\b(?:gift|donation|contribution)s? (?:will be|is|are) (?:doubled|matched|tripled)|\bdouble your (?:gift|impact|donation)|\b(?:your|every|each|all) (?:\w+ )?(?:gift|donation|contribution)s?\b[^.]{{0,40}}\b(?:doubled|matched|tripled)\b
member-benefits|3|member insider patron|\b(?:members?|patrons?|insiders?|supporters?|donors?) (?:get|receive|enjoy|can|have|make|keep|help|power|allow)\b[^.]{{0,60}}\b(?:access|exclusive|ad-free|newsletter|events|possible|us|our|journalism|going)\b
owned-by-none|3|answer owner shareh corpor konzern verlag inves dueñ banco partid padron editor edito aucun patroc eigena reclam aandee ценз реклам reklam właśc dono gehört gehören abbiam|\b(?:don't|do not|doesn't) answer to (?:\w+ )?(?:advertisers|shareholders|owners|billionaires|corporations)\b|\bohne (?:\w+ )?(?:konzern|verlag|investor|milliard)\w*|\b(?:sin|no (?:tenemos|recibimos)[^.]{{0,20}}) (?:\w+ )?(?:dueños|bancos|partidos|publicidad|accionistas)|\bn'appartient à aucun|\b(?:sem|não (?:tem|temos)) (?:\w+ )?(?:dono|patrocinadores|patrões|publicidade|acionistas)|\bsenza (?:\w+ )?(?:padroni|editori|padrone|pubblicità)|\bgeen (?:\w+ )?(?:eigenaar|reclame|aandeelhouders)|\bбез (?:\w+ )?(?:цензуры|рекламы)|\bbez (?:\w+ )?(?:reklam|właściciel)|\b(?:gehört|gehören) (?:keinem|niemandem)\b|\bno (?:la |lo )?(?:dicta|controla)n? \w+|\bnon abbiamo (?:un |né )?(?:editor|padron)\w*
liked-it|4|aimé appréc vous lisez vond vind waarde podob spodob crees valor gust você cheg gosta pensi credi piac apprez нрави понра|\bsi vous (?:\w+ )?(?:appréciez|aimez|lisez|tenez|croyez)|\bvous avez (?:aimé|apprécié|lu) (?:cet|notre|nos|ce)\b|\b(?:vond|vind) je\b[^.]{{0,30}}\b(?:artikel|verhaal|stuk|journalistiek|moeite)|\bwaardeer (?:je|jij|u)\b|\b(?:podoba|spodobał) ci się\b|\bsi (?:crees|valoras|te gusta|te ha gustado|quieres que)|\bse você (?:\w+ )?(?:chegou|gosta|gostou|valoriza|acredita|lê|quer)|\bse (?:pensi|credi|ti è piaciut\w|ti piace|apprezzi)|\b(?:вам|тебе) (?:нравится|понравил\w+)
thanks-to-you|4|dank sans благода graças gracias grazie dzięk|\bdankzij (?:[\w.,]+ ){{0,4}}(?:leden|lezers|donateurs|abonnees|jou|u\b)|\bsans (?:vous|votre|vos|nos (?:lecteurs|lectrices|abonnés|donateurs))\b|\bблагодаря (?:вам|нашим|читател\w+|вашей)|\bgraças a (?:você|vocês|quem|nossos)|\bgracias a (?:ti|vosotr\w+|quienes|usted\w*)|\bgrazie a (?:te|voi|chi)\b|\bdzięki (?:wam|tobie|czytelnikom|wpłatom)
give-button|4|donner donate give spenden donar doar geef dona donne|^(?:donner|donate|give|spenden|donar|doar|geef|dona|je donne) (?:\D{{0,3}}\d|monthly|once|una volta)[^.]{{0,30}}$
yes-button|3|yes ja oui sí sim sì tak да|^(?:yes|ja|oui|sí|sim|sì|tak|да)\b,? (?:i|ich|je|quiero|quero|voglio|chcę|ik|я|we)\b[^.]{{0,30}}$
want-button|3|want möchte veux quiero quero voglio wil хочу chcę wpłac count|^(?:i want to|i'd like to|ich möchte|ich will|je veux|quiero|quero|voglio|ik wil|хочу|chcę)\b [^.]{{2,30}}$|^count me in\W*$
count-me-in|3|dabei mach machen meedoe mitmachen|\b(?:machen sie mit|mach mit|seien sie dabei|sei dabei|ich bin dabei|jetzt mitmachen|doe mee)\b
our-drive|3|drive campai|\b(?:our|annual|fall|spring|year-end|membership|pledge|fund(?:raising|ing)?) (?:[\w-]+ ){{0,3}}(?:drive|campaign)\b
support-outlet|4|support|^support (?:the )?(?:\w+\W?){{1,3}}$
support-lead|3|support donat help join sustain|^(?:please )?(?:support|donate to|help|join|sustain) (?!for\b|from\b|of\b|to\b|in\b|at\b|among\b|has\b|is\b|was\b|and\b)\w+
quality-not-free|4|free cheap cost costs|\b(?:journalism|reporting|news|coverage|information)\b[^.]{{0,30}}\b(?:isn't|doesn't come|not|never|far from|comes) (?:\w+ )?(?:free|cheap|for free|at a (?:price|cost))\b
want-to-help|3|want like love enjoy tired|^\W*(?:editors?'? ?s?'? note: )?(?:want|like|love|enjoy|enjoyed|enjoying|tired of|did you (?:like|enjoy)|looking for)\b[^.?!]{{0,90}}\?
de-unterstuetzen|4|unterstütz förder spend|\bunterstütz(?:e|en|t)(?: sie| du| ihr)? (?:uns\b|unser\w*|unabhängig\w*|diese\w* (?:arbeit|projekt|journal)|guten|kritisch\w*|qualitäts\w+|den (?:unabhängigen )?journalismus)|\b(?:uns|unsere? (?:\w+ )?(?:arbeit|magazin|zeitung|redaktion|projekt)) (?:\w+ ){{0,3}}(?:unterstützen|unterstützt|fördern)
de-ihre-spende|4|spend unterstütz hilfe beitrag förder|\b(?:ihrer?|deiner?|eurer?|jeder?|jeden|ihren|deinen|euren) (?:\w+ ){{0,2}}(?:spende|unterstützung|beitrag|förderung|kaffeespende)\b
de-brauchen|4|brauch benötig angewies|\b(?:brauchen|braucht|benötigen|benötigt|angewiesen auf)\b[^.!?]{{0,40}}\b(?:ihre|deine|eure|ihren|deinen|euren|euch|dich|ihnen)\b(?: (?:\w+ ){{0,2}}(?:hilfe|unterstützung|spenden?|beitrag))?
de-spenden|4|spend|\b(?:jetzt|hier|online|bitte|mit paypal|direkt) (?:\w+ )?spenden\b|\bspenden (?:sie|könnt|kannst|können|unter|an uns)|\bspendier
de-leserfinanziert|3|finanz ermögli tragen|\b(?:finanzier|ermöglich|getragen)\w*\b[^.]{{0,60}}\b(?:leser\w*|spenden|mitglied\w*|abonnent\w*|community|genoss\w+|ihnen|euch|dir)\b
de-gefaellt|4|gefäll gefall ihnen dir euch|\b(?:gefällt|gefallen) (?:dir|ihnen|euch|dieser|dieses|was|der|unser\w*)|\b(?:ihnen|dir|euch)\b[^.?!]{{0,40}}\b(?:gefällt|gefallen)\b|\b(?:ihnen|dir|euch) hat (?:dieser|der|unser) (?:artikel|beitrag|text|bericht)\b|\bhat (?:ihnen|dir|euch) (?:dieser|der|unser) (?:artikel|beitrag|text|bericht)\b
de-wert|4|wert|\b(?:ist|sind) (?:ihnen|dir|euch)\b[^.?]{{0,60}}\b(?:wert|wichtig)\b|\bwas (?:ihnen|dir|euch)\b[^.?]{{0,40}}\bwert\b
de-moeglich|3|möglich helfen hilft leser unterst spend|\b(?:dank|mit|durch|ohne) (?:ihrer?|deiner?|eurer?|unserer?|der) (?:\w+ )?(?:hilfe|unterstützung|spenden?|leser\w*|mitglieder|abonnent\w*)\b|\bhelfen sie (?:uns|mit)\b|\bhilf (?:uns|mit)\b|\bwerden sie (?:\w+ ){{0,2}}(?:mitglied|förder\w*|teil|unterstützer\w*|genoss\w*)\b|\bwerde (?:\w+ ){{0,2}}(?:mitglied|förder\w*|teil|unterstützer\w*)\b
de-kostet|3|kostet geld koste|\b(?:journalismus|recherche\w*|unsere arbeit|qualität|das alles|redaktion)\b[^.]{{0,40}}\b(?:kostet|kosten|nicht umsonst|gibt es nicht)\b
de-frei|3|kosten zugang bezahl frei|\b(?:freie[nrm]? zugang|keine bezahlschranke|frei zugänglich|kostenlos (?:lesen|zugänglich)|für alle (?:frei|kostenlos))
de-qualitaet|3|qualität unabhäng|\b(?:qualitätsjournalismus|unabhängige[nrm]? (?:journalismus|arbeit|berichterstattung|redaktion))
fr-soutenez|4|souten aidez|\b(?:soutenez|aidez)(?:-nous| nous| notre| un| une| la| le| \w+,)|\b(?:nous|pour) (?:\w+ )?soutenir\b
fr-don|4|don dons donat|\b(?:faire|faites|fais|faisons|un) (?:un )?don\b(?! de\b)|\b(?:grâce à|grâce aux|par|de|sur|vos|des|les) (?:\w+ )?dons\b[^.]{{0,40}}\b(?:lect\w+|vous|de celles)|\bgrâce (?:aux|à vos) dons
fr-defiscal|4|défis impôt réduct déduct|\b(?:défiscalis\w+|déductibles?\b[^.]{{0,20}}impôt|réduction d'impôts?|après (?:impôts?|déduction))
fr-aider|4|aide aider contrib particip donat donnez chaque même|\b(?:aidez|rejoignez|soutenez|contribuez|participez)\b[^.]{{0,40}}\b(?:nous|notre|média|journal|rédaction|campagne|presse|indépendan\w+|communauté)\b|\b(?:je|nous) (?:\w+ )?(?:contribue|participe|donne|soutiens|fais un don)\b|\b\d[\d  .]*(?:donateurs|donatrices|abonnés|contributeurs)\b|\bdonnez ce que vous\b|\bchaque don compte\b|\bmême un euro\b
fr-participez|4|faites rejoig devenez partie|\b(?:faites partie|rejoignez (?:nous|notre|la communauté)|devenez (?:\w+ )?(?:membre|donateur|donatrice|soutien|sociétaire|adhérent\w*))\b
fr-votre-aide|4|votre vos grâce|\b(?:votre|vos|grâce à) (?:\w+ )?(?:soutien|aide|dons?|contribution|générosité|participation|abonnement)s?\b
fr-presse-libre|2|presse média journal indépen|\b(?:presse|média|journal|journalisme|information|rédaction) (?:\w+ )?(?:libre|indépendante?|gratuite?|de qualité)\b
fr-sans-pub|3|lucratif libre pub publicité action sommes sans aucun|\b(?:en accès libre|à but non lucratif|sans (?:pub|publicité|actionnaire)\b|librement accessible|accessibles? (?:librement|gratuitement|à tous))|\bnous sommes un (?:média|journal|site) (?:à but|indépendant|sans|libre)|\bsans publicité(?:,| ni)|\baucun (?:milliardaire|actionnaire)
fr-besoin|4|besoin|\bbesoin de (?:vous\b|votre|vos)
fr-service|4|service coup|\bun (?:petit )?(?:service|coup de main) à vous demander|\b(?:petit service|coup de main)\b
fr-lecteurs|3|lecteur lectric générosi|\b(?:financ\w+|dépend\w*|vi[tv]\w*|soutien|générosité)\b[^.]{{0,50}}\b(?:lecteurs|lectrices|celles et ceux|abonnés|dons)\b
fr-prix|3|partir euro dès|\b(?:dès|même pour|à partir de|pour) (?:\w+ )?\d+ ?(?:€|euros?)\b
es-apoya|4|apoy colabor sost apóy sosté|\b(?:apoya|apoye|apoyá|apóyanos|apóyenos|sostené|colabora con)(?: a| al| el| la| el| nuestro| nuestra| con|\b)(?! de\b)
es-tu-apoyo|4|apoyo aporte donac contrib ayuda aporta aportan échanos echas echarn pagan sostie financ|\b(?:tu|con tu|con su|de tu|vuestr[oa]) (?:apoyo|aporte|donación|contribución|ayuda|colaboración)|necesita(?:mos)? (?:de |del )?(?:tu|su|el|vuestro) (?:apoyo|ayuda)|\baporta (?:desde|lo que|tu|hoy|aquí)|\b(?:échanos|échenos|echas|echarnos) una mano|\b(?:lo|la|nos) (?:pagan|sostienen|financian)\b[^.]{{0,25}}\b(?:personas|lectores|socios|suscriptores)|\bpersonas que aportan\b
es-dona|4|dona donac hazte hacete|\b(?:dona|done|doná) (?:ahora|aquí|hoy)|\b(?:haz|hacer?|realiza) (?:una|tu) donación|\b(?:hazte|hacete|hágase) (?:socio|socia|miembro|suscriptor)
es-necesitamos|4|neces ayuda sosten posibl lectores socios ayúd|\b(?:te|os|le|les) (?:necesitamos|pedimos)\b|\bayúdanos\b|\bayuda a (?:sostener|mantener|financiar|hacer)\b|\b(?:gracias a|con la ayuda de|depende(?:mos)? de) (?:\w+ )?(?:nuestr[oa]s )?(?:lectores|socios|socias|suscriptores|gente como|personas como)\b|\bsin (?:tu|su) (?:apoyo|ayuda)\b
es-participa|4|forma parte únete suma socio súma|\b(?:forma|formá|sé|hazte|únete|súmate|sumate) (?:\w+ )?(?:parte|a nuestr\w+|a la comunidad|socio|socia|miembro)\b
es-euros|3|desde solo sólo euros mes|\b(?:desde|por|solo|sólo) (?:\w+ )?\d+(?:[.,]\d+)? ?(?:€|euros?|pesos|dólares)\b[^.]{{0,20}}\b(?:mes|año|semana)
es-periodismo|2|periodismo|\bperiodismo (?:independiente|libre|de calidad|que|riguroso)
pt-apoie|4|apoi doe contrib ajud|\b(?:apoie|apoia|ajude|sustente) (?:o|a|nosso|nossa|este|quem|\w+ a)\b|\b(?:doe|contribua) (?:agora|aqui|com|para|já)|\bfaça uma doação
pt-seu-apoio|4|apoio contrib ajuda ajudar apoiar contri com ajude apoie|\b(?:seu|sua|teu|tua) (?:apoio|contribuição|doação|ajuda)\b|\b(?:você|vocês) (?:pode|podem) (?:ajudar|apoiar|contribuir)|\bajude-nos\b|\bapoie-nos\b|\bcom (?:apenas|só) r\$ ?\d+
pt-participe|4|faça torne seja colab contrib pix|\b(?:faça parte|torne-se|seja) (?:\w+ ){{0,3}}(?:apoiador\w*|membro|assinante|parte|dess\w+|nosso|comunidade)\b|\bcolabore\b|\bsua (?:contribuição|assinatura|doação|ajuda)\b|\b(?:chave |via |por |pelo )pix\b
pt-leitores|3|leitor financ fonte apoio obrig|\b(?:graças|depende\w*|sobreviv\w*|financiad\w+|fonte de (?:financiamento|receita)|contribuição|apoio)\b[^.]{{0,50}}\b(?:leitores|assinantes|apoiadores|você|vocês|doações)\b|\bobrigad[oa] pel[oa] (?:\w+ )?(?:apoio|confiança)
pt-informacao|2|inform notíci redaç confi|\b(?:informação|notícias|conteúdo) (?:\w+ ){{0,3}}(?:de qualidade|responsável|confiável|séria|apurada|independente|você pode confiar)
pt-jornalismo|2|jornal|\bjornalismo (?:independente|de qualidade|profissional|sério|livre)
it-partecipa|4|unisc parte diventa|\b(?:unisciti a|entra a far parte|fai parte|diventa (?:\w+ )?(?:socio|sostenitore|membro|abbonat\w))\b
it-lettori|3|lettor grazie giornal indipen esiste esisti parte solo donazi|\b(?:grazie (?:a|al|ai)|dipend\w+|finanziat\w+|sostenut\w+)\b[^.]{{0,40}}\b(?:lettori|lettrici|abbonati|voi|te|donazioni)\b|\bgiornalismo (?:indipendente|libero|di qualità|serio)|\b(?:il tuo|un tuo|con il tuo|vostro) (?:\w+ )?(?:sostegno|contributo|aiuto)|\besist(?:e|iamo) (?:grazie|perché|solo)\b|\bfa(?:i|re)? la (?:tua|vostra) parte\b|\bpuoi fare la tua parte\b|\bsolo (?:chi|voi che) ci leg\w+|\bdonazione (?:libera|mensile|ricorrente)
it-sostieni|4|sosten sostie aiuta dona dacci dateci donazi|\b(?:sostienici|sostieni|aiutaci|sostenete)\b|\b(?:tuo|vostro) (?:sostegno|contributo|aiuto)\b|\bfai una donazione|\bdona (?:ora|adesso|con)|\b(?:dacci|dateci) una mano|\bcon una (?:piccola )?donazione\b
nl-steun|4|steun donee word bijdra help helpt gratis met vanaf|\bsteun (?:ons|onze|de|het)\b|\b(?:jouw|uw|je) (?:steun|donatie|bijdrage)\b|\bdoneer (?:nu|hier)|\bword (?:lid|vriend|donateur)\b|\bhelp (?:je|jij|u|ons)\b|\bhelpt u (?:ons|mee)\b|\bgratis om te (?:lezen|maken)\b|\b(?:met|vanaf) (?:een klein bedrag|\d+ euro (?:per|in de) maand)
ru-podderzhi|4|поддер пожерт помощ|\bподдерж(?:и|ите|ать) (?:нас|нашу|наш|редакци|независим|проект|журналист|издание|сайт)|\b(?:ваш\w*) (?:поддержк|помощ|пожертвов|донат)|(?:сделайте|оформите|оформить) (?:\w+ )?пожертвовани
pl-wesprzyj|4|wesprz wspier wpłać dzięki potrze twoje przeka|\b(?:wesprzyj|wspieraj|wpłać)\b|\b(?:dzięki|potrzebujemy) (?:twoje\w+|wasze\w+|waszemu|twojemu)\b|\btwoje (?:wsparcie|wpłat\w+)|\bprzekaż (?:\w+ )?(?:darowiznę|datek|1,5)
nordic-stod|4|stöd støtt støt bidra medlem bli bliv|\b(?:stöd|støtt|støt) (?:oss|os|vår\w*|vores|den)\b|\b(?:bli|bliv) (?:medlem|støttemedlem|stödmedlem|månadsgivare)\b|\bdit(?:t)? (?:stöd|støtte|bidrag)\b
"""
_SUBSCRIPTION = rf"""
subscribe-now|4|subscri|\bsubscrib(?:e|ing) (?:now|today|here|for (?:just|only|less|free|unlimited|full|more|\$|£|€|as)|to (?:our|the|read|continue|access|get|support|digital|unlock|keep|view)|at\b|and (?:get|save|support))
subscribe-lead|4|subscri|^(?:please )?subscribe\b|[.!?:] (?:please )?subscribe\b
already-subscriber|4|already|\balready (?:an? )?(?:[\w-]+ )?(?:subscriber|subscribed|member|registered|have an? (?:account|subscription))\b
not-subscriber|4|subscri member account|\b(?:not|aren't|isn't|don't have|haven't) (?:\w+ )?an? (?:subscriber|subscription|member|account)\b(?! of\b)[^.]{{0,30}}(?:\?|yet|,)
read-your-limit|4|articl limit free remain storie story|\byou(?:'ve| have)? (?:\w+ )?(?:read|reached|used|viewed|hit|have)\b[^.]{{0,40}}\b(?:articles?|limit|free)\b[^.]{{0,20}}(?:month|limit|left|remaining|articles)|\b(?:last|final|only|no|one|two|three|\d) (?:more |remaining )?free (?:articles?|stor(?:y|ies)|reads?)\b[^.]{{0,30}}(?:month|week|left|remain|$)
unlimited-access|3|access unlimit|\b(?:unlimited|full|all|complete|premium|instant|exclusive|digital) (?:digital |online )?access\b|\baccess to (?:all|our|premium|exclusive|thousands|everything)
premium-content|4|premium exclus member subscri|\b(?:premium|subscriber|members?)[- ](?:only |exclusive )?(?:content|article|story|access)\b|\bthis (?:is a |is )?(?:premium|subscriber|members?)\b
choose-plan|4|plan plans choose select|\b(?:choose|select|pick|view|compare|see) (?:your |a |the |our )?(?:[\w-]+ )?(?:plans?|subscription|package)\b|\b(?:digital|print|all-access|premium|basic|standard) (?:plan|package|bundle|edition)\b
per-week-first|4|first weeks months year then|\b(?:first|for|next) (?:\w+ )?(?:\d+|one|two|three|six|twelve|four)? ?(?:weeks?|months?|year)\b[^.]{{0,30}}(?:\$|£|€|\bfree\b|then\b[^.]{{0,20}}\d)
get-access|4|access unlock read|\b(?:get|gain|have|enjoy|unlock|give you|gives you) (?:\w+ ){{0,2}}(?:unlimited|full|instant|exclusive|complete|total|free)? ?access to\b|\bunlock (?:this|the|all|your|full|every)\b
support-and-subscribe|3|subscri|\b(?:subscription|subscribing|subscribe)\b[^.]{{0,60}}\b(?:support|journalism|local news|reporting|help)\b
enjoying-article|4|enjoy reading articl|\b(?:enjoying|enjoy|like|love|liked) (?:reading )?(?:what you(?:'re| are)? (?:reading|read)|our (?:content|coverage|stories|articles|journalism)|this (?:article|story|post|content|piece))\b
free-trial|3|trial issue|\b(?:free|\d+[- ](?:day|week|month)) (?:\w+ )?trial\b|\brisk-free\b
start-trial|4|start begin|\b(?:start|begin|claim|get) your (?:free |digital |\d+[- ]\w+ )*(?:trial|subscription|membership)
cancel-anytime|4|cancel kündb künd annul résil sans cance|\bcancel (?:any ?time|at any)|\bjederzeit kündbar|\bmonatlich kündbar|\bcancel\w+ (?:quando|cuando) qui|\bsans engagement
login-to-read|4|log login sign regist subscribe|\b(?:log ?in|sign in|register|sign up|subscribe)\b[^.]{{0,40}}\bto (?:read|continue|access|view|keep|unlock|save|comment|finish)
to-continue-reading|4|contin keep finish|\b(?:to|please) (?:continue|keep|finish) (?:reading|watching)\b|\byour (?:subscription|plan|account) (?:has|will|does)
subscribers-only|4|subscri member exclus|\b(?:article|story|content|post|video|feature|section) is (?:\w+ )?(?:only|exclusive\w*|available|reserved|for|free)\b[^.]{{0,30}}\b(?:subscribers|members|subscriber)|\bfor subscribers only|\bsubscriber[- ](?:only|exclusive)
offer|3|offer deal save|\b(?:see|view|special|limited(?:[- ]time)?|introductory|best|our|holiday|subscription) (?:\w+ )?offers?\b|\bsave (?:up to )?\d+ ?%
price-per|3|month week year monat mois mese mes mês jahr woche|{_PRICE}[^.]{{0,12}}(?:/|per|a|pro|im|par|al|por|each|every|for the first) ?(?:\w+ )?(?:month|week|year|monat|mois|mese|mes\b|mês|jahr|woche|first)
support-by-subscribing|4|subscri digital joining becoming purchasing|\b(?:by (?:subscribing|purchasing an?|becoming an? (?:\w+ )?(?:member|subscriber|supporter)|joining (?:us|our|today|now|\w+ (?:plus|premium|pro|club)))|with a (?:digital )?subscription)\b
de-abo|4|abo abonn probe digital plus testen bestellen|\b(?:jetzt|hier|gratis|kostenlos|online|bequem) (?:\w+ ){{0,3}}(?:abonnieren|testen|bestellen|freischalten|abo)\b|\babo(?:nnement)? (?:abschließen|abschliessen|bestellen|kündigen|testen|auswählen)|\b(?:kein|bereits|schon|noch kein|ihr|dein|aktives) (?:\w+ )?(?:abonnent|abonnentin|abo\b|abonnement)|\bzugriff auf alle|\bweiterlesen mit\b|\bim abo\b
de-angebot|4|angebot alle artikel inhalt unbegr jetzt gratis monat euro wochen testen plus|\b(?:\d+|ersten?|ein(?:en)?|zwei|drei) (?:monate?|wochen?)\b[^.]{{0,30}}\b(?:gratis|kostenlos|für nur|testen|lesen|euro|€)|\b(?:exklusiv\w*|alle|sämtliche|unbegrenzt\w*|unbeschränkt\w*) (?:\w+ )?(?:plus|premium)?-?(?:artikel|inhalte|zugang|zugriff)\b|\bzugang zu (?:allen|sämtlichen|exklusiv\w*|unser\w*)|\bjetzt (?:\w+ )?(?:freischalten|upgraden|sichern|zugreifen)\b|\bfür abonnenten\b|\bexklusiv für\b
de-weiterlesen|4|lesen weite text artik inhalt beitra nur|\bum (?:diesen|den|alle|unsere|weiter|den ganzen|mehr|vollständig\w*)[^.]{{0,40}}(?:zu lesen|weiterzulesen|lesen zu können)|\b(?:artikel|inhalt|beitrag|text) ist (?:\w+ )?(?:exklusiv|nur|kostenpflichtig|registrier|abonnent)
de-registrieren|3|regist anmeld einlog konto kunde mitglied angemeldet|\b(?:jetzt|kostenlos|hier|bitte|sie müssen|um) (?:\w+ ){{0,3}}(?:registrieren|anmelden|einloggen)\b|\b(?:bereits|schon|noch nicht|noch kein) (?:\w+ )?(?:registriert|kunde|konto|angemeldet|mitglied)
fr-abonnez|4|abonn s'abonner|\babonnez[- ]vous|\b(?:déjà|pas encore|réservé aux|offre|devenez|pour les) (?:\w+ )?abonnée?s?\b|\bs'abonner\b|\bje m'abonne
fr-offre|4|offre essai premier mois sans|\b(?:offre|essai) (?:\w+ )?(?:spéciale|découverte|d'essai|gratuite?|numérique|d'abonnement)|\b(?:premier|pendant \d+) mois\b[^.]{{0,30}}(?:€|euro|gratuit|offert)|\bprofitez\b[^.]{{0,50}}\b(?:offre|abonn\w+|mois|contenus?)
fr-identifiez|4|connec identif compte inscr|\b(?:connectez|identifiez|inscrivez)[- ]vous\b|\b(?:créez|créer) (?:un|votre) compte|\bdéjà (?:inscrit|un compte|client)
fr-suite|4|suite réserv illimi reste|\bpour lire la suite|\b(?:article|contenu) (?:est )?réservé|\b(?:accès|lecture|articles) (?:\w+ )?illimité|\bil vous reste \d
es-suscribe|4|suscri|\bsuscr[ií]b(?:e|a)(?:te|se)\b|\bsuscribite\b|\b(?:ya|aún no|no|eres|sos|tenés|tienes|tu) (?:\w+ )?(?:suscriptor|suscripción)\b|\bsuscr[ií]b(?:e|a)(?:te|se)?\b
es-limite|4|límite ilimi cuenta leyen|\bl[ií]mite de (?:contenidos|artículos)|\bde forma ilimitada|\bacceso ilimitado|\bpara (?:seguir|continuar) leyendo|\b(?:ya|no|aún no) (?:\w+ )?(?:tienes|tenés|tiene) (?:\w+ )?cuenta|\bcrea (?:tu|una) cuenta
es-contenido|4|conten exclus accede premium|\bcontenido (?:\w+ )?(?:exclusivo|premium|para suscriptores)|\bacced[ea] a (?:todos?|todas|los|las|nuestro|contenido)\b|\b(?:solo|sólo|exclusivo) para (?:suscriptores|socios|usuarios)
es-registrate|3|regíst regist ingres inicia|\breg[ií]strate|\binicia(?:r)? sesión|\biniciá sesión
pt-assine|4|assin|\bassine\b|\b(?:já|não|seja|sou|é|para) (?:\w+ )?assinantes?\b|\bassinatura\b[^.]{{0,30}}(?:graça|r\$|mês|plano|digital)
pt-conteudo|4|conteú exclus assin entre acess|\b(?:conteúdo|matéria|artigo|reportagem|texto) (?:\w+ ){{0,2}}(?:exclusiv[oa]|restrit[oa]|premium|para assinantes)|\bfaça (?:\w+ )?(?:a )?sua assinatura|\b(?:faça|fazer|efetue) (?:o )?(?:seu )?(?:login|cadastro)|\bacesso (?:total|completo|digital|a todo)|\bcancele\b|\bplano (?:digital|mensal|anual)|\ba partir de r?\$
pt-limite|4|conteúdo acesso contin matéri|\b(?:conteúdo|acesso) (?:exclusivo|ilimitado)|\bcontinue lendo|\bquantas matérias|\blimite de (?:matérias|notícias|textos)
it-abbonati|4|abbon utenti dedicato|^abbonati\b|\babbonati (?:ora|subito|adesso|qui|a |per )|\b(?:sei|già|non sei) (?:\w+ )?abbonat[oi]\b|\b(?:riservat[oi]|dedicat[oi]) agli (?:abbonati|utenti)|\babbonamento\b[^.]{{0,30}}(?:€|mese|anno|attiva)
it-contenuto|4|conten accede leggi offert|\b(?:contenuto|articolo) (?:\w+ )?(?:esclusivo|premium|riservato|a pagamento)|\b(?:accedi|accesso) (?:a tutti|illimitato|completo)|\b(?:attiva|scopri|approfitta)\b[^.]{{0,40}}\b(?:offerta|abbonamento|promozione)|\bhai letto \d
it-registrati|4|accoun regist contin|\bhai (?:già )?un account|\bregistrati\b|\bper continuare a leggere
nl-abonnee|4|abonn lees onbepe lees probee|\b(?:al|nog geen|word) abonnee\b|\bonbeperkt (?:\w+ )?(?:lezen|toegang)|\bneem een abonnement|\b(?:al|bent u) (?:een )?abonnee\?|\blees verder (?:met|voor)\b|\bprobeer (?:nu|\d+ (?:weken|maanden))\b
ru-podpiska|4|подпис|\bоформи(?:те|ть) подписку|\b(?:по|для) подписчик(?:ов|ам)\b
pl-dostep|4|dostęp konto subskr prenum przecz kup|\bdostęp do (?:wszystkich|pełn\w+|całe\w+|treści)|\bkup (?:dostęp|subskrypcję|prenumeratę)|\bmam już (?:konto|dostęp|subskrypcję)|\bmasz już (?:konto|subskrypcję)|\bprzeczytać (?:do końca|cały)|\b(?:wykup|wybierz) (?:dostęp|subskrypcję|prenumeratę)
nordic-abonner|4|prenum abonn redan aller|\b(?:prenumerera|abonner|abonnér)\b (?:nu|nå|for|för|på|her|här)\b|\b(?:redan|allerede) (?:prenumerant|abonnent)|\b(?:bli|bliv) (?:prenumerant|abonnent)
"""
_NEWSLETTER = r"""
sign-up-for|4|sign signup|\bsign(?:ing)?[- ]?up (?:for|to|here|now|today|below|and get|with|at)\b|\bsignup\b
newsletter-call|4|newsl|\b(?:subscribe|sign|get|receive|join|try|see all|want|our|free|this)\b[^.!?]{0,60}\bnewsletters?\b|^(?:read|more|weekly|daily)\b[^.!?]{0,60}\bnewsletters?\b
newsletter-head|3|newsl|^(?:\S+ ){0,4}newsletters?\W*$
your-inbox|4|inbox email mailbox phone|\b(?:to|in|into|hit|hits|reach|reaches) (?:your|their) (?:e-?mail )?(?:inbox|email\b|mailbox|phone)|\bby e-?mail (?:every|each|when)\b|\bstraight to your\b
email-field|4|email mail|^(?:please )?(?:enter|type|provide|add|your|submit)?(?: your| a| valid)* ?e-?mail(?: address| adresse)?(?: here| \*)?\W*$|\benter (?:your|a valid) e-?mail
get-news|4|get alert news headlin stay|^get (?:the |our |all |your |more )?(?:[\w'-]+ ){0,4}(?:alerts|newsletters?|briefing|headlines|news|stories|updates)\b|^stay (?:informed|up to date|updated|in the know|connected|ahead)\b
daily-blurb|2|everything week morning breakfast friday weekday|\beverything you need to (?:know|start)|\b(?:five|six|seven|5|6|7) days a week\b|\b(?:every|each) (?:weekday|morning|evening|weekend|monday|friday|sunday)\b[^.]{0,40}\b(?:you|your|inbox|email|we)\b
email-list|3|email alert mail list briefing|\b(?:daily|weekly|free|news|our|morning|evening|breaking) (?:\w+ )?(?:e-?mails?|alerts|mailing list|briefing)\b
would-like-email|4|receiv email offer opt unsub|\b(?:i|you)(?:'d| would| wish| agree| consent| can| want) (?:\w+ ){0,3}(?:be emailed|receiv\w+|opt in|unsubscribe)\b|\bunsubscribe\b|\bopt[- ]out\b
dont-miss-email|3|miss|\b(?:never|don't|do not) miss (?:a|an|any|out|our|the)\b
de-newsletter|4|newsl postf postei email mail|\bnewsletter\b[^.!?]{0,80}\b(?:anmeld\w*|abonn\w*|bestell\w*|erhalt\w*|eintrag\w*|informiert|hier\b)|\b(?:anmeld\w*|abonn\w*|bestell\w*|erhalt\w*|täglich\w*|wöchentlich\w*|kostenlos\w*|unser\w*|melden)\b[^.!?]{0,80}\bnewsletter|\b(?:ihr|dein|euer)(?:en|em)? (?:\w+ )?(?:postfach|posteingang)|\bper e-?mail (?:erhalten|zuschicken|informieren)
fr-newsletter|4|newsl infol lettre mail recev|\b(?:inscri\w+|abonn\w+|recev\w+)\b[^.!?]{0,70}\b(?:newsletters?|infolettre|lettre|e-?mail|boîte mail)|\brecevez\b
es-boletin|4|bolet newsl correo recib|\b(?:suscr\w+|inscr\w+|regístr\w+|recib[eaíi]\w*|apúntate|más)\b[^.!?]{0,80}\b(?:bolet[ií]n(?:es)?|newsletters?|correo|e-?mail)\b|\ben tu (?:correo|bandeja|e-?mail)
pt-boletim|4|newsl bolet receba email whats|\b(?:receba|assine|cadastre|inscreva)\b[^.!?]{0,80}\b(?:newsletter|e-?mail|boletim|whatsapp|telegram|notícias)
it-newsletter|4|newsl iscri ricev|\b(?:iscriv\w+|ricev\w+|registr\w+)\b[^.!?]{0,70}\b(?:newsletter|e-?mail)|\biscriviti\b
nl-nieuwsbrief|4|nieuw|\bnieuwsbrief\b
ru-rassylka|4|рассыл подпи|\bподпи(?:шитесь|сывайтесь|шись|саться)\b[^.]{0,60}\bрассылк|\bнаш\w+ рассылк
nordic-nyhetsbrev|4|nyhet nyhed|\b(?:nyhetsbrev|nyhedsbrev)\w*\b|\bmeld dig til\b
"""
_AD = r"""
ad-label|4|advert sponsor anzeig werbu public pubbli reklam реклам paid ad promot|^(?:advertisement|advertising|sponsored(?: content| post| by.*| links?)?|paid (?:content|post|partner\w*)|promoted(?: content)?|anzeigen?|werbung|-?anzeige-?|publicité|publicidade?|pubblicità|reklama|reklame|реклама|ads? by \w+)\W*$
ad-blocker|4|ad adbloc block ads werbebl|\bad[- ]?block(?:er|ers|ing)?\b|\bwerbeblocker|\bbloqueador de anuncios|\bbloqueur de pub|\bwhitelist
remove-ads|4|ads ad advert|\b(?:remove|disable|disabled|turn off|hide|block|enable|without|no|fewer|stop seeing|see) (?:\w+ )?(?:ads|advertis(?:ing|ements))\b(?! revenue)|\bad[- ]free\b
ad-continues|4|story articl advert scroll contin|\b(?:story|article|content|post) continues\b|\bcontinue reading (?:the main|below)|\bscroll (?:down )?to continue|\bskip ad\b
sponsored-by|4|sponsor brough paid presen power suppor partne|\b(?:article|post|episode|podcast|content|story|series|newsletter|show|program) (?:is|was|has been) (?:\w+ )?(?:sponsored|brought to you|presented|underwritten)\b|\bbrought to you by\b|\ba word from our sponsor|^(?:paid for|presented|sponsored|powered|supported) by\b[^.]{0,60}$|\bin (?:paid )?partnership with\b[^.]{0,40}$
affiliate|4|affil commis receiv earn price prices payment fee|\baffiliate (?:links?|commission|program|partner)|\b(?:earn|receive|get) (?:\w+ ){0,3}commissions?\b|\b(?:we|site|publication) may (?:receive|earn|get|make)\b[^.]{0,60}\b(?:payment|fee|money|share|revenue|percentage)\b[^.]{0,60}\b(?:links?|buy|purchases?)\b|\bprices? (?:(?:was|were|are|is) )?(?:correct|accurate|subject to change|may vary)\b
ad-blocker-ask|4|block adblo|\b(?:turn off|disable|pause|deactivate|switch off|allow|whitelist|using|use|detected|have) (?:\w+ ){0,3}(?:ad[- ]?block\w*|ads\b)
ad-free-offer|3|ad|\bad-free (?:experience|version|reading|for|site|browsing)
product-price|2|buy shop order amazon|\b(?:buy|shop|order|get) (?:it |this |yours |them )?(?:now|here|online|today|on amazon|from amazon|the (?:book|latest|best))\b
register-event|3|regist attend tickets join event|\b(?:register|attend|join us|reserve your (?:spot|seat)|save your (?:spot|seat)|rsvp)\b[^.]{0,60}\b(?:now|here|today|event|conference|summit|webinar|session|free|early)\b
product-selected|4|indepen produc editor commiss|\b(?:products?|items?) (?:\w+ )?(?:are |is |we |were )?(?:independently |carefully )?(?:selected|chosen|featured|reviewed|recommended)\b[^.]{0,40}\b(?:by|our|editors|independent\w*)|\bif you (?:buy|purchase|make a purchase|click)\b[^.]{0,60}\b(?:links?|we may|commission|earn)
tickets|3|ticket|\b(?:get|buy|book|grab) (?:\w+ )?(?:your )?tickets?\b
promo-code|3|promo coupon discou code|\b(?:promo(?:tional)?|discount|coupon|voucher) codes?\b|\buse (?:the )?code\b|\bwith (?:the |our )?code\b
ad-button|4|quote estim sample demo consul offer|^(?:get|request|claim|see) (?:a|an|your|my|the) (?:free )?(?:quote|estimate|sample|demo|consultation|offer)\W*$
partner-offer|4|partn disc off code save rabatt sparen|\bour (?:[\w&]+ ){0,2}partners?\b[^.]{0,80}(?:\boff\b|\bdiscount|\boffer|\bcode\b|\bsave\b|\d ?%)|\b\d+ ?% off\b[^.]{0,60}\b(?:code|coupon|today|your|when you)\b|\bsparen sie\b[^.]{0,60}(?:prozent|%|€|euro)
de-werbefrei|4|werbef werbe werbu werbeei adblo ad banner|\bwerbefrei\b|\bwerbung (?:ausschalten|deaktivieren|abschalten|entfernen)|\b(?:werbeblocker|adblocker|ad-blocker)\b|\b(?:über|durch|mit|von) werbung (?:finanz|leb)\w*|\bwerbeeinnahmen|\bfinanzier\w+ (?:\w+ )?(?:über|durch|mit) (?:werbung|anzeigen)
"""
_SOCIAL = rf"""
follow-on|4|follow like join find connec watch share tweet add visit see watch subsc|\b(?:follow|like|join|find|connect with|see|add|share|visit|watch|subscribe)\b[^.!?]{{0,60}}\b(?:on|at|via|to|in) (?:our )?{_NETWORK}|\bfollow (?:us|our)\b|^follow (?:me|him|her|them|the|\w+ \w+ on)\b|\b(?:follow|tweet)\b[^.!?]{{0,30}}@\w
get-app|4|app apps turn got notif alert|\b(?:download|get|install|try|use|open)\b[^.!?]{{0,50}}\bapps?\b|\b(?:free|mobile|news|our|new) (?:\w+ ){{0,3}}apps?\b[^.!?]{{0,40}}(?:\bapple|\bios|\bandroid|\biphone|\bdownload|\bgoogle play|\bavailable|\bnow\b)|\bturn on (?:\w+ ){{0,2}}(?:notifications|alerts)\b|\b(?:got|have) (?:the|our) app\?
app-store|3|app google itunes spotify apple|\b(?:on|from|in|via|at) (?:the )?(?:app store|google play|itunes|apple podcasts?|spotify|stitcher)
podcast|4|podca channel listen|\b(?:subscribe|listen|download|check out|tune in)\b[^.!?]{{0,50}}\b(?:podcasts?|channel|episodes?)\b|^listen (?:to|here|on)
share-this|4|share partag teile compar condiv compart подел|^share (?:this|on|via|with|your|it|article|story)|\bshare this (?:article|story|post|page|with|video)|\bpartagez? (?:cet|sur|l')|\b(?:artikel|beitrag|auf facebook|seite) teilen\b|\bcomparte? (?:este|esta|en)|\bcompartilhe?\b|\bcondividi\b|^поделиться
de-folgen|4|folg app social whats|\bfolg(?:e|en|t)(?: sie)? (?:uns|mir|der|dem|\w+ auf)\b|\bauf {_NETWORK} folgen|\bapp\b[^.]{{0,40}}\b(?:herunter|laden|android|ios|app-store|google)|\bauf (?:\w+ ){{0,2}}social media\b|\b(?:laden|lade)\b[^.]{{0,30}}\bapp\b
fr-suivez|4|suivez téléch rejoig|\bsuivez(?:-nous|-la|-le)?\b|\btéléchargez\b[^.]{{0,40}}\bappli\w*|\brejoignez[^.]{{0,40}}\b{_NETWORK}
es-siguenos|4|sígue siga descar únete segui súma|\bs[ií]gue(?:nos|me)\b|\bsíganos\b|\bseguinos\b|\bdescarg(?:a|ue|á)\b[^.]{{0,40}}\bapp\b|\b(?:únete|unite|sumate)\b
pt-siga|4|siga baixe entre acompa inscrev|\bsiga\b[^.]{{0,50}}(?:{_NETWORK}|\bredes\b)|\bbaixe\b[^.]{{0,30}}\bapp|\binscreva-se\b|\b(?:entre|participe)\b[^.]{{0,30}}\b(?:grupo|canal|whatsapp)
it-seguici|4|seguic scaric|\bseguici\b|\bscarica\b[^.]{{0,30}}\bapp\b|\bresta aggiornato\b
ru-kanal|4|подпис читайт телегр|\bподпис(?:ывайтесь|аться) на\b|\bподпишитесь на\b|\b(?:читайте|следите) (?:нас|за нами)\b|\b(?:telegram|телеграм)[- ]канал\w*\b[^.]{{0,20}}(?:подпис|читай|наш)
"""
_CONTACT = r"""
contact-the|4|contact email reach write e|^(?:you can )?(?:contact|e-?mail|reach|write to|call)(?: (?:the|our|us|me|at|him|her|\w+ \w+))? ?(?:author|reporter|writer|editor|newsroom|news desk|team|investigative)?\b[^.]{0,60}(?:@|\bat\b|:|\d{3})|^contact (?:the )?(?:author|us|reporter|writer|editor)
reached-at|3|reach reached follow|\b(?:can|may) be reached\b|\breach (?:him|her|them|me|us|out to us)\b
news-tip|4|tip tips story send inform concerns question something|\b(?:got|have|send|submit|share|with)\b[^.?!]{0,30}\b(?:news )?tips?\b(?:\W|$)(?!ped)|^news tips?\b|\bconfidential (?:news )?tip|\bdo you have (?:a |any )?(?:story|stories|information|something|concerns|questions)
hear-from-you|4|hear know touch experi stories talk contact contac email tell share|\b(?:want|like|love) to hear from (?:you|people|our)|\blet us know\b|\bget in touch with (?:us|our)|\b(?:we want|would like) to (?:talk|speak) (?:to|with) (?:you|people)|\bshare your (?:story|stories|experience|thoughts|view|tips)|\btell us (?:your|about|what|how)|\bemail us\b|\bcontact us\b|\bwrite to us\b
send-us|4|send submit fill letter question|\b(?:send|submit) (?:us|your|a letter|letters|an email|any|me)\b[^.]{0,60}(?:@|\bform\b|\bfacts?\b|\btips?\b|\bcomments\b|\bletters?\b|\bquestions?\b|\bto\b)|\bfill(?:ing)? (?:out|in) (?:this|the|our) (?:\w+ )?form|\bletters to the editor\b
email-to|4|send write email mail schick send envoy enví envi manda scriv присыл пишите contact|\b(?:send|write|e-?mail|mail|contact|schick\w*|senden|schreib\w*|envoyez|écrivez|envía\w*|envíe\w*|escrib\w*|envie|mande|scriv\w*|invia\w*|присылайте|пишите)\b[^.?!]{0,60}\S@\w
email-line|3||^[^.?!]{0,80}[\w.+-]+@[\w-]+\.\w+\W*$
de-kontakt|4|kontak schrei hinwei mail leserb|\bschreib(?:en|t)?(?: sie)? (?:uns|an|mir)\b|\bhinweise (?:an|bitte|nimmt)|\b(?:kontaktieren sie|kontaktiere uns|kontakt:)|\bleserbrief
fr-contact|4|contac écriv|\b(?:contactez|écrivez)[- ](?:nous|la|le|moi)\b
es-contacto|4|escríb contác escrib|\bescr[ií]b(?:e|a)nos\b|\bcontáct(?:a|e)nos\b
pt-contato|4|entre mande envie|\bentre em contato\b|\b(?:envie|mande) (?:sua|seu|um|uma)\b
ru-kontakt|4|прислать пришли напиши свяжи|\b(?:пришлите|присылайте|напишите|пишите) (?:нам|свои|ваши)\b|\bсвяжитесь с (?:нами|редакцией)
"""
_LEGAL = r"""
copyright-sign|4||^(?:photos? |text |content |alle |all )?(?:©|\(c\) ?(?:19|20)\d\d)|©\s?(?:copyright )?(?:\d{4}|\w+ \d{4})
copyright-word|4|copyr|^copyright\b|\bcopyright (?:©|\d{4}|\(c\))
rights-reserved|4|rights rechte droits derech direit diritt права|\ball rights reserved|\balle rechte vorbehalten|\btous droits réservés|\btodos los derechos|\btodos os direitos|\btutti i diritti|\bвсе права защищены|\balle rechten voorbehouden
no-republish|4|publis reprod redist materi perm reprint|\bmay not be (?:\w+,? )?(?:published|reproduced|republished|broadcast|redistributed|copied|reprinted)|\breprint (?:permission|rights)|\brepublish (?:this|our)|\bwithout (?:the )?(?:prior |express )?(?:written )?permission\b
views-own|4|views opini meinung reflec author|\b(?:views?|opinions?)(?: and (?:views|opinions))? (?:expressed|of (?:the )?(?:author|contributor|writer)s?)\b|\b(?:do|does) not (?:necessarily )?(?:reflect|represent) (?:the|those|our|any)|\bare (?:his|her|their|the author's) own\b
privacy-terms|4|privac terms cookie captch recap user|\b(?:privacy (?:policy|notice|statement)|terms (?:of (?:service|use)|and conditions|& conditions)|cookie policy|user agreement)\b|\brecaptcha\b
cookies|3|cookie cookies|\b(?:we|our|this (?:site|website)|uses?|accept|all|these) (?:\w+ ){0,4}cookies\b
comment-policy|4|commen commun moder|\b(?:comments?|commenting|moderation|community) (?:policy|guidelines|rules|standards)\b|\bcomments? (?:are|will be|is) (?:\w+ )?(?:moderated|closed|removed|deleted|reviewed)|\b(?:encourage|invite)\b[^.]{0,40}\b(?:debate|comment)\b|\b(?:report|remove|delete) (?:any |abusive |offensive |these |this )*comments?\b|\bcomments? to be\b|\bability to comment\b
machine-translated|4|transl|\bautomatically translated\b|\bmachine translation\b
de-recht|4|datens nutzun meinun agb|\bdatenschutz(?:erklärung|bestimmungen|hinweise)|\bnutzungsbedingungen|\bes gelten (?:die|unsere)|\bmeinung(?:en)? (?:\w+ ){0,6}(?:nicht (?:zwingend|unbedingt|notwendig\w*)|spiegel\w*)|\bgibt die meinung
fr-mentions|4|engag condit polit|\bn'engage(?:nt)? que\b|\bconditions générales\b|\bpolitique de confidentialité
es-legal|4|polític términ reflej autori|\bpolítica de (?:privacidad|tratamiento|datos|cookies)|\btérminos y condiciones|\bno (?:necesariamente )?reflejan?\b|\bhe leído (?:y|,)
pt-legal|4|termos polít|\btermos de uso\b|\bpolítica de privacidade
it-legal|4|inform tratt|\binformativa (?:sulla )?privacy|\btrattamento dei dati
"""
_RELATED = r"""
related-lead|4|read relat more also see watch listen recom trend most editor don up you explore latest popular other continue video analysis photos photo opinion gallery|^\W{0,2}(?:read (?:more|also|next|this|the full|our)\b|related\b(?: (?:articles?|stories|content|posts?|links?|news|topics?|reading|coverage))?\W*(?:$|:)|(?:related|see also|also read|also see|also on|read|watch|listen|more|next|must read|opinion|analysis|video|gallery|photos?)(?: more)?\s?[:»>|] |see also\b|also read\b|you (?:may|might) (?:also )?(?:like|be interested)|more (?:from|on|about|stories|in|news|coverage)\b(?=.{0,60}$)|most (?:read|popular|viewed|shared|commented)\b|recommended (?:for|stories|reading|videos?)\b|trending (?:now|news|stories)\b|editors?'?s? ?picks?\b|up next\b|latest (?:news|stories|headlines)\W*$|popular (?:now|stories|posts)\b|don't miss\W*(?:$|:)|for more (?:\w+ )?(?:news|stories|coverage|information|on|from)\b|click here (?:for|to read|to see))
de-verwandt|4|lesen mehr auch passen weiter beliebt meist zum thema empfeh verwandt neueste ähnliche|^(?:lesen sie (?:auch|mehr|hier|dazu|weiter)|lies (?:auch|mehr)|mehr (?:zum thema|zu|aus|von|dazu|artikel|lesen)\b(?=.{0,60}$)|auch interessant|das könnte (?:sie|dich)|passend(?:e artikel)?(?: dazu)?\W|weitere (?:artikel|meldungen|themen|nachrichten|beiträge|links)|meistgelesen|ähnliche (?:artikel|beiträge)|verwandte|empfohlen(?:e|er)? |zum thema\W|siehe auch|weiterlesen|neueste (?:artikel|beiträge|meldungen|nachrichten)|beliebte)
fr-aussi|4|lire voir aussi même plus articl|^(?:(?:à )?lire (?:aussi|également|la suite|plus)|à lire\b|voir aussi|sur le même (?:sujet|thème)|articles? (?:similaires?|liés|connexes)|les plus (?:lus|populaires)|à découvrir|pour aller plus loin)
es-tambien|4|lea lee leer vea mira te más artíc notic relac le puede|^(?:le[ea] (?:también|más|además)|lea (?:también|más)|también (?:le|te) puede|te puede interesar|le puede interesar|más (?:noticias|información|sobre|leídas|en)\b(?=.{0,50}$)|mira(?: también)?:|vea también|ver más|artículos relacionados|noticias relacionadas|notas relacionadas|relacionad[oa]s|lo más (?:leído|visto)|seguir leyendo)
pt-tambem|4|leia veja saiba mais notíc|^(?:leia (?:também|mais|ainda)|veja (?:também|mais)|saiba mais|mais (?:lidas|notícias|sobre)|notícias relacionadas|confira)
it-anche|4|leggi anche potre artic|^(?:leggi anche|leggi tutt|potrebbe interessarti|articoli correlati|ti potrebbe|i più letti|guarda anche)
nl-ook|4|lees meer bekij|^(?:lees (?:ook|meer|verder)|meer (?:over|nieuws)|bekijk ook|ook interessant)
ru-takzhe|4|читай по тем смотр|^(?:читайте (?:также|еще|ещё)|читать (?:также|далее|полностью)|по теме|смотрите также|материалы по теме|самое читаемое)
pl-takze|4|czytaj zobac przecz|^(?:czytaj (?:także|też|również|więcej)|zobacz (?:także|też|również)|przeczytaj)
"""
_OTHER = r"""
click-here|3|click klick cliqu clic cliq clicc klik нажми tap|\b(?:click|tap)(?:ing)? (?:here|below|on (?:this|the) link|the (?:link|button))|\b(?:klicken sie|klick) (?:\w+ )?hier\b|\bhier klicken|\bcliquez (?:ici|sur)|\b(?:haz|haga|hacé) clic\b|\bclic aquí|\bclique (?:aqui|no link)|\bclicca qui|\bklik hier|\bнажмите|\bkliknij
republished|4|articl story piece essay post republ|\b(?:this|the) (?:article|story|piece|essay|post|report)\b[^.]{0,20}\b(?:(?:first|originally) (?:published|appeared|ran)|appeared first|is republished|was (?:first|originally) published)\b|\brepublished (?:here )?(?:with|under)\b
made-it-here|2|made reach end you read|\byou(?:'ve| have)? (?:made it|reached the end|read this far|got this far|come this far)\b
"""
_COMMENTS = r"""
comments-head|4|comment leave join discus kommen comme coment respon reply comm opin конве комм reacti diskut hinter leser|^(?:\(?\d+\)? )?(?:(?:post|leave|add|write|submit|view|show|read|see|hide|load) (?:a |an |your |all |more |the )?(?:\d+ )?(?:comments?|reply|replies|response)\b|comments?(?: \(?\d*\)?)?\W*$|comments? (?:section|closed|are)|\d+ (?:comments?|responses?|replies)\b|join the (?:conversation|discussion)|discussion\W*$|responses?\W*$|(?:\d+ )?kommentare?(?: \(?\d+\)?)?\W*$|kommentar (?:schreiben|verfassen|hinterlassen|abgeben)|(?:einen )?kommentare? (?:schreiben|verfassen|hinterlassen|zu|lesen)|schreibe? (?:einen|ein|hier)? ?(?:kommentar|antwort)|(?:hinterlasse|diskutieren)|keine kommentare|leserkommentare|(?:\d+ )?commentaires?(?: \(?\d+\)?)?\W*$|(?:laisser|écrire|ajouter|poster|réagir) (?:un |à )?(?:commentaire|cet)|(?:\d+ )?comentarios?(?: \(?\d+\)?)?\W*$|(?:deja|dejá|escribe|añade|publicar) (?:un |tu )?comentario|(?:deixe|faça|escreva) (?:um |seu )?comentário|(?:\d+ )?comentários?\W*$|(?:\d+ )?commenti?\W*$|lascia un commento|(?:\d+ )?reacties?\W*$|(?:plaats|geef) (?:een )?reactie|комментари[ийев]+\W*\d*$|оставить комментарий)
reply-link|3|reply antwor répond respon log your required|^(?:log in to (?:reply|comment|leave)|reply\W*$|antworten\W*$|répondre\W*$|responder\W*$|rispondi\W*$|reply to \w+|required fields are marked|your email address will not be published)
"""


def _parse(category: Category, table: str) -> list[Cue]:
    cues = []
    for line in table.strip().splitlines():
        rule, points, triggers, pattern = line.split("|", 3)
        cues.append(
            Cue(
                rule=rule,
                category=category,
                points=int(points),
                triggers=tuple(triggers.split()),
                pattern=re.compile(pattern),
            )
        )
    return cues


CUES: tuple[Cue, ...] = tuple(
    cue
    for category, table in (
        (Category.DONATION, _DONATION),
        (Category.SUBSCRIPTION, _SUBSCRIPTION),
        (Category.NEWSLETTER, _NEWSLETTER),
        (Category.AD, _AD),
        (Category.SOCIAL, _SOCIAL),
        (Category.CONTACT, _CONTACT),
        (Category.LEGAL, _LEGAL),
        (Category.RELATED, _RELATED),
        (Category.COMMENTS, _COMMENTS),
        (Category.OTHER, _OTHER),
    )
    for cue in _parse(category, table)
)


def _index() -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for number, cue in enumerate(CUES):
        for prefix in dict.fromkeys(trigger[:TRIGGER_LENGTH] for trigger in cue.triggers):
            found.setdefault(prefix, []).append(number)
    return {prefix: tuple(numbers) for prefix, numbers in found.items()}


_CUES_BY_PREFIX = _index()
# Cues without a trigger word are tried on every block that has their sign, © or @.
_SIGN_CUES = tuple(cue for cue in CUES if not cue.triggers)


def find_cues(lower: str, tokens: Iterable[str]) -> list[Cue]:
    """Find the cues of a block, each once, in the order of `CUES`, those of signs last.

    Args: lower: the folded block in lower case. tokens: its words.
    """
    prefixes = {token[:TRIGGER_LENGTH].lower() for token in tokens}
    numbers = {number for prefix in prefixes for number in _CUES_BY_PREFIX.get(prefix, ())}
    cues = [CUES[number] for number in sorted(numbers) if CUES[number].pattern.search(lower)]
    if "©" in lower or "@" in lower or "(c)" in lower:
        cues += [cue for cue in _SIGN_CUES if cue.pattern.search(lower)]
    return cues
